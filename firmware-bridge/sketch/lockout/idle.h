// Sleep between passes of the loop: less noise beside the load cell, and an emulator that can skip idle time.
#pragma once
#include "board.h"

namespace idle {

// Something came that a pass should look at soon. May be called from interrupts.
void wake();

// Sleeps until wake(), a byte from the host, or the next millisecond; at once if one of them is already due.
void sleepUntilWork();

}  // namespace idle
