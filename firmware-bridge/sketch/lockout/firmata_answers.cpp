#include "firmata_answers.h"

#include "firmata_ids.h"
#include "link.h"
#include "pins.h"

namespace firmata {
namespace answers {

namespace {
// The most that one pin needs: INPUT, PULLUP, OUTPUT, ANALOG, PWM with two bytes each, and the 7F after it.
constexpr uint8_t kMostBytesPerPin = 11;
constexpr uint8_t kIdle = 0xFF;

uint8_t pending = 0;  // a bit for each answer
uint8_t statePin;
uint8_t cursor = kIdle;  // the pin that an answer in progress has come to

void sendVersion() {
  Serial.write(kReportVersion);
  Serial.write(kVersionMajor);
  Serial.write(kVersionMinor);
}

void sendFirmware() {
  Serial.write(kSysexStart);
  Serial.write(::firmata::kFirmware);
  Serial.write(protocol::kProtocolVersion);
  Serial.write(kFirmwareRevision);
  for (const char* letter = LOCKOUT_FIRMWARE_NAME; *letter; letter++) {
    Serial.write(*letter & 0x7F);
    Serial.write(uint8_t{0});
  }
  Serial.write(kSysexEnd);
}

void sendPinState() {
  Serial.write(kSysexStart);
  Serial.write(kPinStateResponse);
  Serial.write(statePin);
  Serial.write(pins::modeOf(statePin));
  Serial.write(pins::stateOf(statePin) & 0x7F);
  Serial.write(pins::stateOf(statePin) >> 7);
  Serial.write(kSysexEnd);
}

void sendMode(uint8_t mode, uint8_t bits) {
  Serial.write(mode);
  Serial.write(bits);
}

void sendCapabilitiesOf(uint8_t pin) {
  if (pins::isFree(pin)) {
    if (pins::isDigital(pin)) {
      sendMode(kModeInput, 1);
      sendMode(kModePullup, 1);
      sendMode(kModeOutput, 1);
    }
    if (pins::analogChannelOf(pin) != pins::kNoChannel) sendMode(kModeAnalog, 10);
    if (pins::hasPwm(pin)) sendMode(kModePwm, 8);
  }
  Serial.write(uint8_t{0x7F});
}

// One more piece of a report that goes pin by pin; true after the last.
bool continueReport(uint8_t id, void (*sendPin)(uint8_t pin)) {
  if (cursor == kIdle) {
    if (!link::hasRoom(2)) return false;
    Serial.write(kSysexStart);
    Serial.write(id);
    cursor = 0;
  }
  while (cursor < pins::kCount) {
    if (!link::hasRoom(kMostBytesPerPin)) return false;
    sendPin(cursor++);
  }
  if (!link::hasRoom(1)) return false;
  Serial.write(kSysexEnd);
  cursor = kIdle;
  return true;
}

void sendChannelOf(uint8_t pin) { Serial.write(pins::isFree(pin) ? pins::analogChannelOf(pin) : pins::kNoChannel); }

bool sendSome(uint8_t answer) {
  switch (answer) {
    case kCapabilities: return continueReport(kCapabilityResponse, sendCapabilitiesOf);
    case kAnalogMapping: return continueReport(kAnalogMappingResponse, sendChannelOf);
    default: break;
  }
  if (!link::hasRoom(2 * sizeof(LOCKOUT_FIRMWARE_NAME) + 5)) return false;
  if (answer == kVersion) sendVersion();
  else if (answer == answers::kFirmware) sendFirmware();
  else sendPinState();
  return true;
}
}  // namespace

void request(uint8_t answer) { pending |= answer; }

void requestPinState(uint8_t pin) {
  statePin = pin;
  request(kPinState);
}

bool isPending() { return pending != 0; }

bool isInside() { return cursor != kIdle; }

void service() {
  for (uint8_t answer = kVersion; answer <= kPinState; answer <<= 1) {
    if (!(pending & answer)) continue;
    if (sendSome(answer)) pending &= ~answer;
    return;
  }
}

}  // namespace answers
}  // namespace firmata
