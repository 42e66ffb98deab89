// Firmata protocol 2.6 command bytes and pin modes that this board knows.
#pragma once
#include <stdint.h>

namespace firmata {

constexpr uint8_t kDigitalMessage = 0x90;
constexpr uint8_t kReportAnalog = 0xC0;
constexpr uint8_t kReportDigital = 0xD0;
constexpr uint8_t kAnalogMessage = 0xE0;
constexpr uint8_t kSysexStart = 0xF0;
constexpr uint8_t kPinMode = 0xF4;
constexpr uint8_t kDigitalPin = 0xF5;
constexpr uint8_t kSysexEnd = 0xF7;
constexpr uint8_t kReportVersion = 0xF9;

constexpr uint8_t kAnalogMappingQuery = 0x69;
constexpr uint8_t kAnalogMappingResponse = 0x6A;
constexpr uint8_t kCapabilityQuery = 0x6B;
constexpr uint8_t kCapabilityResponse = 0x6C;
constexpr uint8_t kPinStateQuery = 0x6D;
constexpr uint8_t kPinStateResponse = 0x6E;
constexpr uint8_t kExtendedAnalog = 0x6F;
constexpr uint8_t kFirmware = 0x79;
constexpr uint8_t kSamplingInterval = 0x7A;

constexpr uint8_t kModeInput = 0x00;
constexpr uint8_t kModeOutput = 0x01;
constexpr uint8_t kModeAnalog = 0x02;
constexpr uint8_t kModePwm = 0x03;
constexpr uint8_t kModePullup = 0x0B;

constexpr uint8_t kVersionMajor = 2;
constexpr uint8_t kVersionMinor = 6;

}  // namespace firmata
