// Stamps the edges of input pins, in a pin change interrupt where the chip has one on that pin.
#pragma once
#include "board.h"

namespace edge_pins {

struct Edges {
  bool fell;
  bool rose;
  uint32_t fellAtUs;
  uint32_t roseAtUs;
};

// One pin per slot. Pins without a pin change interrupt (most of the Mega's) are polled in every pass instead.
void watch(uint8_t slot, uint8_t pin);
void unwatch(uint8_t slot);

// The edges since the last call, with the stamp of the latest of each kind; forgets them.
Edges take(uint8_t slot);
bool isHigh(uint8_t slot);

// While paused the pin's edges go unseen: a HX711's data bits come on the same pin as its ready signal.
void pause(uint8_t slot);
void resume(uint8_t slot);

// Looks at the pins that have no interrupt. True if there is any such pin: then the board mustn't sleep.
bool poll();

}  // namespace edge_pins
