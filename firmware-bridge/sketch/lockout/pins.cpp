#include "pins.h"

#include "firmata_ids.h"
#include "slot.h"

namespace pins {

namespace {
uint8_t modes[kCount];
uint8_t states[kCount];
}  // namespace

bool isFree(uint8_t pin) {
  return pin >= kFirstFreePin && pin < kCount && pin != SDA && pin != SCL && !slots::anyUsesPin(pin);
}

bool isDigital(uint8_t pin) { return pin < NUM_DIGITAL_PINS; }

bool hasPwm(uint8_t pin) { return isDigital(pin) && digitalPinHasPWM(pin); }

uint8_t analogChannelOf(uint8_t pin) { return pin >= A0 && pin < kAnalogEnd ? pin - A0 : kNoChannel; }

uint8_t modeOf(uint8_t pin) { return modes[pin]; }

uint8_t stateOf(uint8_t pin) { return states[pin]; }

bool isInput(uint8_t pin) {
  return isDigital(pin) && isFree(pin) && (modes[pin] == firmata::kModeInput || modes[pin] == firmata::kModePullup);
}

bool setMode(uint8_t pin, uint8_t mode) {
  if (!isFree(pin)) return false;
  const bool analog = mode == firmata::kModeAnalog;
  if (analog ? analogChannelOf(pin) == kNoChannel : !isDigital(pin)) return false;
  if (mode == firmata::kModePwm && !hasPwm(pin)) return false;
  switch (mode) {
    case firmata::kModeInput:
    case firmata::kModeAnalog:
      if (isDigital(pin)) pinMode(pin, INPUT);
      break;
    case firmata::kModePullup:
      pinMode(pin, INPUT_PULLUP);
      break;
    case firmata::kModeOutput:
    case firmata::kModePwm:
      digitalWrite(pin, LOW);  // also stops a PWM that was on
      pinMode(pin, OUTPUT);
      break;
    default:
      return false;
  }
  modes[pin] = mode;
  states[pin] = mode == firmata::kModePullup;
  return true;
}

bool writeIfOutput(uint8_t pin, bool high) {
  if (!isFree(pin) || !isDigital(pin) || modes[pin] != firmata::kModeOutput) return false;
  states[pin] = high;
  digitalWrite(pin, high);
  return true;
}

bool writePwm(uint8_t pin, uint16_t value) {
  if (!isFree(pin) || modes[pin] != firmata::kModePwm || value > 255) return false;
  states[pin] = value;
  analogWrite(pin, value);
  return true;
}

void allOutputsLow() {
  for (uint8_t pin = 0; pin < kCount; pin++) {
    if (!isFree(pin) || (modes[pin] != firmata::kModeOutput && modes[pin] != firmata::kModePwm)) continue;
    states[pin] = 0;
    digitalWrite(pin, LOW);
  }
}

void release(uint8_t pin) {
  if (isDigital(pin)) {
    digitalWrite(pin, LOW);
    pinMode(pin, INPUT);
  }
  modes[pin] = analogChannelOf(pin) == kNoChannel ? firmata::kModeInput : firmata::kModeAnalog;
  states[pin] = 0;
}

void reset() {
  for (uint8_t pin = 0; pin < kCount; pin++) {
    if (isFree(pin)) release(pin);
  }
}

}  // namespace pins
