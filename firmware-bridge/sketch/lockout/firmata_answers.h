// Answers to Firmata's queries. A capability report is longer than the serial buffer, so it goes out pin by pin.
#pragma once
#include "board.h"

namespace firmata {
namespace answers {

constexpr uint8_t kVersion = 1;
constexpr uint8_t kFirmware = 2;
constexpr uint8_t kCapabilities = 4;
constexpr uint8_t kAnalogMapping = 8;
constexpr uint8_t kPinState = 16;

void request(uint8_t answer);
void requestPinState(uint8_t pin);
bool isPending();
bool isInside();
void service();

}  // namespace answers
}  // namespace firmata
