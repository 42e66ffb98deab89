// Restarts a board whose loop hangs for a second, and reports why it last started.
#pragma once
#include "board.h"

namespace watchdog {

void begin();
void feed();

// Bits of resetCauses in protocol.json; 0 if the boot loader hid it.
uint8_t resetCause();

}  // namespace watchdog
