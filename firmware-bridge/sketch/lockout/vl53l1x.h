// VL53L1X rangefinder in its short mode (up to 1.3 m, the least sensitive to light), 15 or 20 ms a reading.
#pragma once
#include "i2c_sensor.h"

class Vl53l1x : public I2cSensor {
 public:
  explicit Vl53l1x(Slot& slot);
  static bool isRate(uint16_t rateHz) { return rateHz >= 1 && rateHz <= 62; }

 protected:
  void prepare() override;
  void call(uint8_t number) override;
  int32_t valueOf(const uint8_t* data, uint8_t status, uint8_t& flags) override;
};
