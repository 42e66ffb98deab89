// VL53L0X rangefinder, back to back at its fastest, 20 ms a reading.
#pragma once
#include "i2c_sensor.h"

class Vl53l0x : public I2cSensor {
 public:
  explicit Vl53l0x(Slot& slot);
  // Its one rate here: read more slowly than it ranges, its stamps would be those of the look, not of the reading.
  static bool isRate(uint16_t rateHz) { return rateHz == 50; }

 protected:
  void call(uint8_t number) override;
  int32_t valueOf(const uint8_t* data, uint8_t status, uint8_t& flags) override;
};
