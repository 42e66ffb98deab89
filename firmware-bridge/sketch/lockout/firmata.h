// The part of Firmata 2.6 that Johnny-Five's Led, Piezo and Button use. (firmata.js, not a copy of StandardFirmata.)
#pragma once
#include "board.h"

namespace firmata {

// All pins back to inputs, no reports; the host asks again.
void reset();
void makeOutputsSafe();

// Data bytes that follow a command byte.
uint8_t dataBytesOf(uint8_t command);
// False if the command is unknown, or its pin can't or mustn't follow it.
bool onCommand(uint8_t command, const uint8_t* data);
bool onSysex(uint8_t id, const uint8_t* data, uint8_t length);

// An answer is waiting for room.
bool isAnswering();
// An answer of many pieces has begun: nothing else may be sent before its end.
bool isInsideAnswer();
// Sends the next piece of an answer.
void continueAnswer();

// At the start the board introduces itself unasked.
void introduce();
// Sends changed inputs; once a millisecond is often enough for buttons.
void reportInputs();

}  // namespace firmata
