// Bytes from the host: Firmata commands and our own frames.
#pragma once
#include "board.h"

namespace host_input {

// Takes what has arrived, as long as the answers find room.
void service();

// Sends the answer to one command; false if none waits or there's no room.
bool sendAck();

}  // namespace host_input
