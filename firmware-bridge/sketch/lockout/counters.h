// What was dropped or not understood since the start, modulo 65536; every STATUS carries them.
#pragma once
#include <stdint.h>

namespace counters {

extern uint16_t samplesDropped;  // the queue was full
extern uint16_t framesCorrupt;   // wrong CRC or length, cut short, or too long
extern uint16_t framesUnknown;   // unknown messages, and pin commands that a pin can't or mustn't follow

}  // namespace counters
