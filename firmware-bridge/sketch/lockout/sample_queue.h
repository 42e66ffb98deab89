// Samples on their way to the host, oldest stamp first.
//
// An I2C part is read some 300 us after its conversion was seen, a HX711 at once. So a place is reserved when the
// conversion is seen and filled when the value is there; nothing overtakes an older reservation.
#pragma once
#include "board.h"

namespace sample_queue {

struct Sample {
  uint32_t atUs;
  int32_t raw;
  uint16_t seq;
  uint8_t slot;
  uint8_t flags;
  bool filled;
};

// False if there is no room: the caller counts the drop. A slot has at most one place reserved and not yet filled.
bool reserve(uint8_t slot, uint16_t seq, uint32_t atUs);
void fill(uint8_t slot, int32_t raw, uint8_t flags);
bool hasReservation(uint8_t slot);

// Takes back the slot's unfilled place, if it has one.
void cancel(uint8_t slot);
void clear();

// The oldest sample, if it's filled and was stamped before `beforeUs`; else null. The caller gives the time its pass
// over the sensors began: every earlier conversion has then been seen, so the order of stamps holds across sensors.
const Sample* front(uint32_t beforeUs);
void pop();
bool isEmpty();

}  // namespace sample_queue
