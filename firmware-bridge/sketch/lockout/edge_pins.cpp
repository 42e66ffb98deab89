#include "edge_pins.h"

#include <util/atomic.h>

#include "idle.h"

namespace edge_pins {

namespace {
struct Watch {
  volatile uint8_t* input;  // null: no pin watched
  uint8_t bit;
  volatile uint8_t* mask;  // pin change mask register; null: polled
  uint8_t maskBit;
  bool paused;
  bool high;
  Edges edges;
};

Watch watches[protocol::kMaxSlots];

void look(Watch& watch, uint32_t nowUs) {
  if (!watch.input || watch.paused) return;
  const bool high = *watch.input & watch.bit;
  if (high == watch.high) return;
  watch.high = high;
  if (high) {
    watch.edges.rose = true;
    watch.edges.roseAtUs = nowUs;
  } else {
    watch.edges.fell = true;
    watch.edges.fellAtUs = nowUs;
  }
  idle::wake();
}

void onPinChange() {
  const uint32_t nowUs = micros();
  for (Watch& watch : watches) {
    if (watch.mask) look(watch, nowUs);
  }
}
}  // namespace

void watch(uint8_t slot, uint8_t pin) {
  Watch& watch = watches[slot];
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
    watch = Watch{};
    watch.input = portInputRegister(digitalPinToPort(pin));
    watch.bit = digitalPinToBitMask(pin);
    watch.high = *watch.input & watch.bit;
    if (digitalPinToPCICR(pin)) {
      watch.mask = digitalPinToPCMSK(pin);
      watch.maskBit = _BV(digitalPinToPCMSKbit(pin));
      *watch.mask |= watch.maskBit;
      *digitalPinToPCICR(pin) |= _BV(digitalPinToPCICRbit(pin));
    }
  }
}

void unwatch(uint8_t slot) {
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
    if (watches[slot].mask) *watches[slot].mask &= ~watches[slot].maskBit;
    watches[slot] = Watch{};
  }
}

Edges take(uint8_t slot) {
  Edges edges;
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
    edges = watches[slot].edges;
    watches[slot].edges.fell = false;
    watches[slot].edges.rose = false;
  }
  return edges;
}

bool isHigh(uint8_t slot) { return *watches[slot].input & watches[slot].bit; }

void pause(uint8_t slot) {
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
    watches[slot].paused = true;
    if (watches[slot].mask) *watches[slot].mask &= ~watches[slot].maskBit;
  }
}

void resume(uint8_t slot) {
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
    Watch& watch = watches[slot];
    watch.high = *watch.input & watch.bit;
    watch.edges.fell = false;
    watch.edges.rose = false;
    watch.paused = false;
    if (watch.mask) *watch.mask |= watch.maskBit;
  }
}

bool poll() {
  bool any = false;
  for (Watch& watch : watches) {
    if (!watch.input || watch.mask) continue;
    any = true;
    look(watch, micros());
  }
  return any;
}

}  // namespace edge_pins

ISR(PCINT0_vect) { edge_pins::onPinChange(); }
#if defined(PCINT1_vect)
ISR(PCINT1_vect) { edge_pins::onPinChange(); }
#endif
#if defined(PCINT2_vect)
ISR(PCINT2_vect) { edge_pins::onPinChange(); }
#endif
