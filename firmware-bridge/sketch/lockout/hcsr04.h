// HC-SR04 ultrasonic rangefinder: a fallback, at most 16 readings a second and blind to soft clothes.
#pragma once
#include "slot.h"

class Hcsr04 : public Sensor {
 public:
  using Sensor::Sensor;
  void begin(uint32_t nowUs) override;
  void service(uint32_t nowUs) override;
  void end() override;

  static constexpr bool kIsOnPins = true;
  // The data sheet requires 60 ms between pings, so that an old echo isn't mistaken for the new one.
  static bool isRate(uint16_t rateHz) { return rateHz >= 1 && rateHz <= 16; }

 private:
  uint32_t pingedUs_;
  uint32_t roseAtUs_;
  bool waitingForEcho_;
  bool echoBegan_;
};
