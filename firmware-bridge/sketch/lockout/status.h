// The device's heartbeat and its account of itself.
#pragma once
#include "board.h"

namespace status {

// The time of one pass of the loop, sleep excluded.
void recordPass(uint32_t passUs);
void request();
// Sends STATUS when it's due or asked for and there's room; returns whether it did.
bool service();

}  // namespace status
