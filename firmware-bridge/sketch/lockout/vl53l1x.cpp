#include "vl53l1x.h"

#include <avr/pgmspace.h>

namespace {
constexpr uint16_t kOscillator = 0x00DE;
constexpr uint16_t kInterrupt = 0x0031;
constexpr uint16_t kInterruptClear = 0x0086;
constexpr uint16_t kModeStart = 0x0087;
constexpr uint16_t kRangeStatus = 0x0089;
constexpr uint16_t kRangeMm = 0x0096;
constexpr uint8_t kRangeComplete = 9;

// The registers have no public data sheet. Their values are facts of the part, as ST publishes them in its driver
// STSW-IMG009 (BSD 3-clause) and its manual UM2510: default configuration 0x2D to 0x87, short mode, timing.
const uint8_t kScript[] PROGMEM = {
    kWaitSet, R16(0x00E5), 0x01,  // booted
    kExpect, R16(0x010F), 0xFF, 0xEA, protocol::kSensorReasonWrongId,
    // In chunks: one of 93 bytes would keep the bus from a 320 SPS load cell for 2 ms.
    kWriteBytes, R16(0x002D), 16, 0x00, 0x00, 0x00, 0x01, 0x02, 0x00, 0x02, 0x08, 0x00, 0x08, 0x10, 0x01, 0x01, 0x00, 0x00, 0x00,
    kWriteBytes, R16(0x003D), 16, 0x00, 0xFF, 0x00, 0x0F, 0x00, 0x00, 0x00, 0x00, 0x00, 0x20, 0x0B, 0x00, 0x00, 0x02, 0x0A, 0x21,
    kWriteBytes, R16(0x004D), 16, 0x00, 0x00, 0x05, 0x00, 0x00, 0x00, 0x00, 0xC8, 0x00, 0x00, 0x38, 0xFF, 0x01, 0x00, 0x08, 0x00,
    kWriteBytes, R16(0x005D), 16, 0x00, 0x01, 0xCC, 0x0F, 0x01, 0xF1, 0x0D, 0x01, 0x68, 0x00, 0x80, 0x08, 0xB8, 0x00, 0x00, 0x00,
    kWriteBytes, R16(0x006D), 16, 0x00, 0x0F, 0x89, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x0F, 0x0D, 0x0E, 0x0E, 0x00,
    kWriteBytes, R16(0x007D), 11, 0x00, 0x02, 0xC7, 0xFF, 0x9B, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00,
    // One measurement to calibrate the reference; later ones start from its result.
    kWrite, R16(kModeStart), 0x40,
    kWaitSet, R16(kInterrupt), 0x01,
    kWrite, R16(kInterruptClear), 0x01,
    kWrite, R16(kModeStart), 0x00,
    kWrite, R16(0x0008), 0x09,
    kWrite, R16(0x000B), 0x00,
    // Short mode.
    kWrite, R16(0x004B), 0x14,
    kWrite, R16(0x0060), 0x07,
    kWrite, R16(0x0063), 0x05,
    kWrite, R16(0x0069), 0x38,
    kWriteBytes, R16(0x0078), 2, 0x07, 0x05,
    kWriteBytes, R16(0x007A), 2, 0x06, 0x06,
    // Time of one reading (scratch 0 to 3), then the period, in cycles of this part's oscillator.
    kLoad, R16(0x005E), 0, 2,
    kLoad, R16(0x0061), 2, 2,
    kStore, R16(kOscillator), 4, 2,
    kCall, 0,
    kLoad, R16(0x006C), 0, 4,
    kWrite, R16(kInterruptClear), 0x01,
    kWrite, R16(kModeStart), 0x40,
    kEnd,
};

const I2cPart kPart PROGMEM = {kScript, 0x29, true, kInterrupt, 0x01, kRangeMm, 2, kRangeStatus, kInterruptClear};
}  // namespace

Vl53l1x::Vl53l1x(Slot& slot) : I2cSensor(slot, &kPart) {}

void Vl53l1x::prepare() {
  const bool fast = slot_.config().rateHz > 50;
  scratch_[0] = 0x00;
  scratch_[1] = fast ? 0x1D : 0x51;  // 15 ms, 20 ms
  scratch_[2] = 0x00;
  scratch_[3] = fast ? 0x27 : 0x6E;
}

void Vl53l1x::call(uint8_t) {
  const uint16_t oscillator = (static_cast<uint16_t>(scratch_[4]) << 8 | scratch_[5]) & 0x3FF;
  // UM2510: the period register counts oscillator cycles, 7.5 % more than nominal.
  const uint32_t cycles = static_cast<uint32_t>(oscillator) * (1000 / slot_.config().rateHz) * 43 / 40;
  for (uint8_t i = 0; i < 4; i++) scratch_[i] = cycles >> (24 - 8 * i);
}

int32_t Vl53l1x::valueOf(const uint8_t* data, uint8_t status, uint8_t& flags) {
  if ((status & 0x1F) != kRangeComplete) flags |= protocol::kSampleFlagOutOfRange;
  return static_cast<uint16_t>(data[0]) << 8 | data[1];
}
