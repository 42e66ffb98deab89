#include "idle.h"

#include <avr/sleep.h>

namespace idle {

namespace {
volatile bool workPending = false;
}

void wake() { workPending = true; }

void sleepUntilWork() {
  const uint8_t startedMs = static_cast<uint8_t>(millis());
  set_sleep_mode(SLEEP_MODE_IDLE);
  for (;;) {
    // Interrupts stay off from the check to the sleep instruction, which runs before any pending one: no wake-up
    // between the two is lost. Transmit interrupts wake the chip too; they need no pass, so it sleeps on.
    cli();
    if (workPending || Serial.available() || static_cast<uint8_t>(millis()) != startedMs) {
      workPending = false;
      sei();
      return;
    }
    sleep_enable();
    sei();
    sleep_cpu();
    sleep_disable();
  }
}

}  // namespace idle
