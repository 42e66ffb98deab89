// The host's side of the heartbeat: samples flow, and outputs keep their state, only while it's alive.
#pragma once
#include "board.h"

namespace host {

void heartbeat();
bool isListening();

// Notices the silence: drops what waits for the host and makes the outputs safe.
void service();

}  // namespace host
