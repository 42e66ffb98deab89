#include "watchdog.h"

#include <avr/wdt.h>

// Two stages. After 1 s the interrupt restarts the program from its first instruction, without the boot loader: the
// old Nano and Mega boot loaders leave the watchdog running, and a reset by it would trap them for ever. Only if even
// interrupts are dead does the second stage, 1 s later, reset the chip. See PROTOCOL.md, "Watchdog".

namespace {
constexpr uint16_t kRestartedByUs = 0xB17E;
// Not cleared at start-up: they carry the reason across it.
uint16_t restartMark __attribute__((section(".noinit")));
uint8_t flagsAtStart __attribute__((section(".noinit")));
uint8_t cause = 0;
}  // namespace

// Optiboot 6 and later clears MCUSR but leaves its value in r2; this runs before anything else can use r2.
extern "C" void keepResetFlags() __attribute__((naked, used, section(".init0")));
extern "C" void keepResetFlags() { asm volatile("sts %0, r2" : "=m"(flagsAtStart)); }

// A watchdog that reset the chip is still running, at its shortest time-out, until it's reconfigured.
extern "C" void stopWatchdog() __attribute__((naked, used, section(".init3")));
extern "C" void stopWatchdog() {
  const uint8_t flags = MCUSR;
  if (flags) flagsAtStart = flags;
  MCUSR = 0;
  wdt_disable();
}

namespace watchdog {

void begin() {
  if (restartMark == kRestartedByUs) cause = protocol::kResetCauseWatchdog;
  else if (flagsAtStart < 0x10) cause = flagsAtStart;  // the bits of MCUSR are those of protocol.json
  restartMark = 0;
  wdt_enable(WDTO_1S);
#if !defined(USBCON)
  WDTCSR |= _BV(WDIE);
#endif
}

void feed() { wdt_reset(); }

uint8_t resetCause() { return cause; }

}  // namespace watchdog

#if !defined(USBCON)
// Never returns, so it needs to save nothing. What the start-up code takes for granted is put back by hand.
ISR(WDT_vect, ISR_NAKED) {
  asm volatile("clr r1");
  restartMark = kRestartedByUs;
  wdt_disable();
  PCICR = 0;
  TWCR = 0;
  UCSR0B = 0;
  TIMSK0 = 0;
  asm volatile("jmp 0");
}
#endif
