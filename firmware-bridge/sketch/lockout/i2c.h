// I2C master that never waits: a transaction runs in the TWI interrupt while the loop goes on.
// (Wire blocks for the whole transaction, and for ever on a held line.)
#pragma once
#include "board.h"

namespace i2c {

enum class Result : uint8_t { busy, ok, nack, timeout, stuck };

constexpr uint8_t kBufferBytes = 20;

void begin();

// One owner at a time: the slot that starts a transaction holds the bus until it has fetched the result.
bool isFree();

// Writes `writeBytes` of buffer(), then, if `readBytes` > 0, a repeated start and reads that many into buffer().
void start(uint8_t slot, uint8_t address, uint8_t writeBytes, uint8_t readBytes);
uint8_t* buffer();

// What became of the owner's transaction; anything but busy frees the bus. After a timeout the bus has been
// recovered with nine clocks if a part held the data line, and `stuck` says that a line stayed low all the same.
Result result(uint32_t nowUs);

// Gives up the slot's transaction, if it has one.
void abandon(uint8_t slot);

}  // namespace i2c
