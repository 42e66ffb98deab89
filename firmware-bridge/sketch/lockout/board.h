// What differs between boards, and the helpers every file needs.
#pragma once
#include <Arduino.h>

#include "protocol.h"

// Host baud rate. 250000 is exact at 16 MHz; 115200 (2.1 % off) is for USB bridges that can't do it:
// change it here in the Arduino IDE, or run `npm run firmware -- --baud 115200`.
#ifndef LOCKOUT_BAUD
#define LOCKOUT_BAUD 250000
#endif

// Rises with every release; the host sees it beside the protocol version in the Firmata firmware report.
constexpr uint8_t kFirmwareRevision = 1;

#if defined(ARDUINO_AVR_NANO)
constexpr uint8_t kBoardKind = protocol::kBoardKindNano;
#elif defined(__AVR_ATmega2560__)
constexpr uint8_t kBoardKind = protocol::kBoardKindMega;
#elif defined(__AVR_ATmega32U4__)
constexpr uint8_t kBoardKind = protocol::kBoardKindLeonardo;
#else
constexpr uint8_t kBoardKind = protocol::kBoardKindUno;
#endif

constexpr uint8_t kNoPin = 255;

// Pins 0 and 1 carry the host's serial line, except where the chip has USB of its own.
#if defined(USBCON)
constexpr uint8_t kFirstFreePin = 0;
#else
constexpr uint8_t kFirstFreePin = 2;
#endif

// True once `nowUs` is at or past `atUs`; right across the 71.6 min rollover of micros().
inline bool reached(uint32_t nowUs, uint32_t atUs) { return static_cast<int32_t>(nowUs - atUs) >= 0; }
