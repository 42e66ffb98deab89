// Bytes from the host: Firmata commands and our own frames.
#pragma once
#include "board.h"

namespace host_input {

// Takes what has arrived, as long as the answers find room.
void service();

// Sends the answers to commands; each needs ten bytes of room.
void sendAcks();

}  // namespace host_input
