#include "nau7802.h"

#include <avr/pgmspace.h>

namespace {
constexpr uint8_t kPowerUp = 0x00;
constexpr uint8_t kControl1 = 0x01;
constexpr uint8_t kControl2 = 0x02;
constexpr uint8_t kReading = 0x12;
constexpr uint8_t kAdc = 0x15;
constexpr uint8_t kPower = 0x1C;
constexpr uint8_t kRevision = 0x1F;

constexpr uint8_t kCycleReady = 0x20;
constexpr uint8_t kCalibrate = 0x04;
constexpr uint8_t kCalibrationError = 0x08;
// 3.0 V for the bridge: the highest that a 3.3 V supply leaves room for.
constexpr uint8_t kBridge3V0 = 5 << 3;

// Data sheet, "power-on sequencing" and "calibration"; scratch holds what depends on rate and gain.
const uint8_t kScript[] PROGMEM = {
    kWrite, R8(kPowerUp), 0x01,                                           // reset all registers
    kWrite, R8(kPowerUp), 0x02,                                           // digital part on
    kWaitSet, R8(kPowerUp), 0x08,                                         // powered up
    kExpect, R8(kRevision), 0x0F, 0x0F, protocol::kSensorReasonWrongId,   //
    kLoad, R8(kControl1), 0, 1,                                           // bridge supply and gain
    kWrite, R8(kPowerUp), 0x86,                                           // analogue part on, its own supply
    kLoad, R8(kControl2), 1, 1,                                           // rate
    kWrite, R8(kAdc), 0x30,                                               // chopper clock off, as 9.4 asks
    kWrite, R8(kPower), 0x80,                                             // capacitor on channel 2: less noise
    kDelayMs, 10,                                                         // the bridge's supply settles
    kLoad, R8(kControl2), 2, 1,                                           // calibrate the offset
    kWaitClear, R8(kControl2), kCalibrate,                                //
    kExpect, R8(kControl2), kCalibrationError, 0, protocol::kSensorReasonTimeout,
    kWrite, R8(kPowerUp), 0x96,  // start converting
    kEnd,
};

const I2cPart kPart PROGMEM = {kScript, 0x2A, false, kPowerUp, kCycleReady, kReading, 3, kNoRegister, kNoRegister};

uint8_t rateBits(uint16_t rateHz) {
  switch (rateHz) {
    case 10: return 0 << 4;
    case 20: return 1 << 4;
    case 40: return 2 << 4;
    case 80: return 3 << 4;
    default: return 7 << 4;
  }
}
}  // namespace

Nau7802::Nau7802(Slot& slot) : I2cSensor(slot, &kPart) {}

bool Nau7802::isRate(uint16_t rateHz) {
  return rateHz == 10 || rateHz == 20 || rateHz == 40 || rateHz == 80 || rateHz == 320;
}

void Nau7802::prepare() {
  uint8_t gainBits = 0;
  for (uint8_t gain = slot_.config().gain; gain > 1; gain >>= 1) gainBits++;
  scratch_[0] = kBridge3V0 | gainBits;
  scratch_[1] = rateBits(slot_.config().rateHz);
  scratch_[2] = scratch_[1] | kCalibrate;
}

int32_t Nau7802::valueOf(const uint8_t* data, uint8_t, uint8_t& flags) {
  uint32_t bits = static_cast<uint32_t>(data[0]) << 16 | static_cast<uint16_t>(data[1]) << 8 | data[2];
  if (bits == 0x7FFFFF || bits == 0x800000) flags |= protocol::kSampleFlagSaturated;
  if (bits & 0x800000) bits |= 0xFF000000;
  return static_cast<int32_t>(bits);
}
