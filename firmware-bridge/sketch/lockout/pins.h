// The pins as Firmata sees them; the serial line, the I2C bus and pins of sensors are not the host's to switch.
#pragma once
#include "board.h"

namespace pins {

// The Nano's A6 and A7 lie above its digital pins.
constexpr uint8_t kAnalogEnd = A0 + NUM_ANALOG_INPUTS;
constexpr uint8_t kCount = kAnalogEnd > NUM_DIGITAL_PINS ? kAnalogEnd : NUM_DIGITAL_PINS;
constexpr uint8_t kNoChannel = 127;

bool isFree(uint8_t pin);
bool isDigital(uint8_t pin);
bool hasPwm(uint8_t pin);
uint8_t analogChannelOf(uint8_t pin);  // kNoChannel: none

uint8_t modeOf(uint8_t pin);
uint8_t stateOf(uint8_t pin);
bool isInput(uint8_t pin);
bool setMode(uint8_t pin, uint8_t mode);
bool writeIfOutput(uint8_t pin, bool high);
bool writePwm(uint8_t pin, uint16_t value);
void allOutputsLow();
// A sensor has let go of the pin: it's an input, and the host's again.
void release(uint8_t pin);
void reset();

}  // namespace pins
