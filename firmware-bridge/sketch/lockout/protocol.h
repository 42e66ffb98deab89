// Generated from protocol.json by `npm run protocol`. Do not edit.
#pragma once
#include <stdint.h>

namespace protocol {

constexpr uint8_t kProtocolVersion = 1;
#define LOCKOUT_FIRMWARE_NAME "Lockout"
constexpr uint32_t kBaudDefault = 250000;
constexpr uint32_t kBaudFallback = 115200;
constexpr uint16_t kCrcPolynomial = 4129;
constexpr uint16_t kCrcInitial = 65535;

// From the device: one reading of one sensor.
// slot:u8 seq:u16 atUs:u32 raw:i32 flags:u8
constexpr uint8_t kMessageSample = 1;
constexpr uint8_t kMessageSampleBytes = 12;

// From the device: heartbeat of the device, every deviceHeartbeatPeriodMs.
// seq:u16 atUs:u32 uptimeMs:u32 loopWorstUs:u16 samplesDropped:u16 framesCorrupt:u16 framesUnknown:u16 freeRamBytes:u16 resetCause:u8 boardKind:u8 protocolVersion:u8
constexpr uint8_t kMessageStatus = 2;
constexpr uint8_t kMessageStatusBytes = 23;

// From the device: a sensor's state, on every change and on request.
// slot:u8 kind:u8 state:u8 reason:u8 rateHz:u16 retries:u16 samplesLate:u16 i2cErrors:u16
constexpr uint8_t kMessageSensorState = 3;
constexpr uint8_t kMessageSensorStateBytes = 12;

// From the device: answer to a command, by the command's seq.
// seq:u16 message:u8 result:u8
constexpr uint8_t kMessageAck = 4;
constexpr uint8_t kMessageAckBytes = 4;

// From the host: choose and configure the sensor of one slot; kind none frees it.
// seq:u16 slot:u8 kind:u8 rateHz:u16 gain:u8 pinA:u8 pinB:u8 address:u8
constexpr uint8_t kMessageConfigure = 8;
constexpr uint8_t kMessageConfigureBytes = 10;

// From the host: the host is alive, every hostHeartbeatPeriodMs; samples flow only while it is.
// seq:u16
constexpr uint8_t kMessageHeartbeat = 9;
constexpr uint8_t kMessageHeartbeatBytes = 2;

// From the host: ask for STATUS and one SENSOR_STATE per slot.
// seq:u16
constexpr uint8_t kMessageQuery = 10;
constexpr uint8_t kMessageQueryBytes = 2;

constexpr uint8_t kSensorKindNone = 0;
constexpr uint8_t kSensorKindHx711 = 1;
constexpr uint8_t kSensorKindNau7802 = 2;
constexpr uint8_t kSensorKindVl53l1x = 3;
constexpr uint8_t kSensorKindVl53l0x = 4;
constexpr uint8_t kSensorKindHcsr04 = 5;

constexpr uint8_t kSampleFlagSaturated = 1;
constexpr uint8_t kSampleFlagTimeout = 2;
constexpr uint8_t kSampleFlagDesync = 4;
constexpr uint8_t kSampleFlagI2cError = 8;
constexpr uint8_t kSampleFlagOutOfRange = 16;
constexpr uint8_t kSampleFlagAfterGap = 32;

constexpr uint8_t kSensorStateOff = 0;
constexpr uint8_t kSensorStateStarting = 1;
constexpr uint8_t kSensorStateOk = 2;
constexpr uint8_t kSensorStateRetrying = 3;
constexpr uint8_t kSensorStateFailed = 4;

constexpr uint8_t kSensorReasonNone = 0;
constexpr uint8_t kSensorReasonNoAnswer = 1;
constexpr uint8_t kSensorReasonWrongId = 2;
constexpr uint8_t kSensorReasonTimeout = 3;
constexpr uint8_t kSensorReasonI2cNack = 4;
constexpr uint8_t kSensorReasonI2cStuck = 5;
constexpr uint8_t kSensorReasonSaturated = 6;
constexpr uint8_t kSensorReasonBadPins = 7;
constexpr uint8_t kSensorReasonDesync = 8;

constexpr uint8_t kAckResultOk = 0;
constexpr uint8_t kAckResultBadCrc = 1;
constexpr uint8_t kAckResultBadLength = 2;
constexpr uint8_t kAckResultBadSlot = 3;
constexpr uint8_t kAckResultBadKind = 4;
constexpr uint8_t kAckResultBadRate = 5;
constexpr uint8_t kAckResultBadPins = 6;
constexpr uint8_t kAckResultBusy = 7;
constexpr uint8_t kAckResultBadGain = 8;

constexpr uint8_t kResetCausePowerOn = 1;
constexpr uint8_t kResetCauseExternal = 2;
constexpr uint8_t kResetCauseBrownOut = 4;
constexpr uint8_t kResetCauseWatchdog = 8;

constexpr uint8_t kBoardKindVirtual = 0;
constexpr uint8_t kBoardKindUno = 1;
constexpr uint8_t kBoardKindNano = 2;
constexpr uint8_t kBoardKindMega = 3;
constexpr uint8_t kBoardKindLeonardo = 4;

constexpr uint16_t kMaxSlots = 4;
constexpr uint16_t kMaxPayloadBytes = 40;
constexpr uint16_t kDeviceHeartbeatPeriodMs = 250;
constexpr uint16_t kHostHeartbeatPeriodMs = 500;
constexpr uint16_t kHostSilenceMs = 2000;
constexpr uint16_t kSensorRetryPeriodMs = 500;
constexpr uint16_t kWatchdogMs = 1000;

}  // namespace protocol
