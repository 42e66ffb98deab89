#include "firmata.h"

#include "firmata_answers.h"
#include "firmata_ids.h"
#include "link.h"
#include "pins.h"
#include "slot.h"

namespace firmata {

namespace {
constexpr uint8_t kPorts = (pins::kCount + 7) / 8;
uint8_t reportedPorts[kPorts];    // whether the host subscribed to this port
uint8_t lastPort[kPorts];
bool neverSent[kPorts];
uint16_t reportedAnalog = 0;  // a bit for each channel
uint8_t nextChannel = 0;
uint16_t samplingMs = 19;
uint32_t sampledMs = 0;
uint32_t lookedMs = 0;

uint16_t from7Bit(const uint8_t* data) { return data[0] | data[1] << 7; }

uint8_t readPort(uint8_t port) {
  uint8_t bits = 0;
  for (uint8_t i = 0; i < 8; i++) {
    if (pins::isInput(port * 8 + i) && digitalRead(port * 8 + i)) bits |= 1 << i;
  }
  return bits;
}

bool writePort(uint8_t port, uint16_t bits) {
  if (port >= kPorts) return false;
  for (uint8_t i = 0; i < 8; i++) pins::writeIfOutput(port * 8 + i, bits >> i & 1);
  return true;
}

bool reportPort(uint8_t port, bool on) {
  if (port >= kPorts) return false;
  reportedPorts[port] = on;
  neverSent[port] = true;
  return true;
}

bool reportAnalog(uint8_t channel, bool on) {
  if (channel >= NUM_ANALOG_INPUTS || !pins::isFree(A0 + channel)) return false;
  if (on) reportedAnalog |= 1 << channel;
  else reportedAnalog &= ~(1 << channel);
  return true;
}

void send3(uint8_t command, uint16_t value) {
  Serial.write(command);
  Serial.write(value & 0x7F);
  Serial.write(value >> 7 & 0x7F);
}

void reportPorts() {
  for (uint8_t port = 0; port < kPorts; port++) {
    if (!reportedPorts[port]) continue;
    const uint8_t bits = readPort(port);
    if ((bits == lastPort[port] && !neverSent[port]) || !link::hasRoom(3)) continue;
    neverSent[port] = false;
    lastPort[port] = bits;
    send3(kDigitalMessage | port, bits);
  }
}

// One channel in a pass: a conversion takes 0.1 ms.
void reportOneChannel(uint32_t nowMs) {
  if (nextChannel >= NUM_ANALOG_INPUTS) {
    if (nowMs - sampledMs < samplingMs) return;
    sampledMs = nowMs;
    nextChannel = 0;
  }
  while (nextChannel < NUM_ANALOG_INPUTS && !(reportedAnalog >> nextChannel & 1)) nextChannel++;
  if (nextChannel >= NUM_ANALOG_INPUTS || !link::hasRoom(3)) return;
  send3(kAnalogMessage | nextChannel, analogRead(nextChannel));
  nextChannel++;
}
}  // namespace

void reset() {
  pins::reset();
  for (uint8_t port = 0; port < kPorts; port++) reportedPorts[port] = false;
  reportedAnalog = 0;
  samplingMs = 19;
}

void makeOutputsSafe() { pins::allOutputsLow(); }

uint8_t dataBytesOf(uint8_t command) {
  switch (command & 0xF0) {
    case kAnalogMessage:
    case kDigitalMessage: return 2;
    case kReportAnalog:
    case kReportDigital: return 1;
  }
  return command == kPinMode || command == kDigitalPin ? 2 : 0;
}

bool onCommand(uint8_t command, const uint8_t* data) {
  switch (command) {
    case kReportVersion: answers::request(answers::kVersion); return true;
    case kPinMode: return pins::setMode(data[0], data[1]);
    case kDigitalPin: return pins::writeIfOutput(data[0], data[1]);
  }
  const uint8_t low = command & 0x0F;
  switch (command & 0xF0) {
    case kAnalogMessage: return pins::writePwm(low, from7Bit(data));
    case kDigitalMessage: return writePort(low, from7Bit(data));
    case kReportAnalog: return reportAnalog(low, data[0]);
    case kReportDigital: return reportPort(low, data[0]);
  }
  return false;
}

bool onSysex(uint8_t id, const uint8_t* data, uint8_t length) {
  switch (id) {
    case kFirmware: answers::request(answers::kFirmware); return true;
    case kCapabilityQuery: answers::request(answers::kCapabilities); return true;
    case kAnalogMappingQuery: answers::request(answers::kAnalogMapping); return true;
    case kPinStateQuery:
      if (length < 1 || data[0] >= pins::kCount) return false;
      answers::requestPinState(data[0]);
      return true;
    case kExtendedAnalog: return length >= 3 && pins::writePwm(data[0], from7Bit(data + 1));
    case kSamplingInterval:
      if (length < 2 || from7Bit(data) == 0) return false;
      samplingMs = from7Bit(data);
      return true;
    default: return false;
  }
}

bool isAnswering() { return answers::isPending(); }

bool isInsideAnswer() { return answers::isInside(); }

void continueAnswer() { answers::service(); }

void introduce() {
  answers::request(answers::kVersion);
  answers::request(answers::kFirmware);
}

void reportInputs() {
  const uint32_t nowMs = millis();
  if (nowMs == lookedMs) return;
  lookedMs = nowMs;
  reportPorts();
  if (reportedAnalog) reportOneChannel(nowMs);
}

}  // namespace firmata
