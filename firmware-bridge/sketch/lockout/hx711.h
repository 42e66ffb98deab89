// HX711 load-cell amplifier (AVIA data sheet). Its rate, 10 or 80 SPS, is set by its RATE pin, not by us.
#pragma once
#include "slot.h"

class Hx711 : public Sensor {
 public:
  using Sensor::Sensor;
  void begin(uint32_t nowUs) override;
  void service(uint32_t nowUs) override;
  void end() override;

  static constexpr bool kIsOnPins = true;
  // Up to 144 SPS with an external crystal.
  static bool isRate(uint16_t rateHz) { return rateHz >= 5 && rateHz <= 150; }
  // Clocks of one reading, which also choose the next one's channel and gain; 0 for a gain it doesn't have.
  static uint8_t pulsesOf(uint8_t gain) { return gain == 128 ? 25 : gain == 64 ? 27 : gain == 32 ? 26 : 0; }
  static bool isGain(uint8_t gain) { return pulsesOf(gain) != 0; }

 private:
  int32_t read();
  uint32_t poweredDownUs_;
  uint8_t toDiscard_;
  uint8_t desyncsInARow_;
  bool poweringDown_;
  bool lowWithoutEdge_;
};
