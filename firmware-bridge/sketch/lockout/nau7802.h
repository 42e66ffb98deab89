// NAU7802 load-cell amplifier (Nuvoton data sheet rev. 1.7): 24 bits over I2C at up to 320 SPS.
#pragma once
#include "i2c_sensor.h"

class Nau7802 : public I2cSensor {
 public:
  explicit Nau7802(Slot& slot);
  static bool isRate(uint16_t rateHz);
  static bool isGain(uint8_t gain) { return gain != 0 && (gain & (gain - 1)) == 0; }

 protected:
  void prepare() override;
  int32_t valueOf(const uint8_t* data, uint8_t status, uint8_t& flags) override;
};
