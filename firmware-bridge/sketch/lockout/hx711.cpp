#include "hx711.h"

#include <util/atomic.h>

#include "edge_pins.h"

namespace {
// SCK high for 60 us powers the part down; going low again resets it.
constexpr uint16_t kPowerDownUs = 100;
// After power-up or a change of gain the output needs four conversions to settle (data sheet: 50 ms at 80 SPS).
constexpr uint8_t kSettlingConversions = 4;
constexpr uint8_t kDesyncsUntilFailed = 3;
}  // namespace

void Hx711::begin(uint32_t nowUs) {
  pinMode(slot_.config().pinA, INPUT_PULLUP);  // an unplugged data line then reads "not ready"
  digitalWrite(slot_.config().pinB, HIGH);
  pinMode(slot_.config().pinB, OUTPUT);
  poweredDownUs_ = nowUs;
  poweringDown_ = true;
  toDiscard_ = kSettlingConversions;
  desyncsInARow_ = 0;
}

void Hx711::end() {
  edge_pins::unwatch(slot_.index());
  digitalWrite(slot_.config().pinB, LOW);
  pinMode(slot_.config().pinA, INPUT);
}

void Hx711::service(uint32_t nowUs) {
  if (poweringDown_) {
    if (!reached(nowUs, poweredDownUs_ + kPowerDownUs)) return;
    digitalWrite(slot_.config().pinB, LOW);
    poweringDown_ = false;
    edge_pins::watch(slot_.index(), slot_.config().pinA);
    return;
  }
  const edge_pins::Edges edges = edge_pins::take(slot_.index());
  if (edge_pins::isHigh(slot_.index())) return;
  // Data was ready before we could watch for the edge: its conversion's time is unknown, so don't use it.
  const bool stamped = edges.fell;
  if (!stamped && toDiscard_ == 0) toDiscard_ = 1;
  if (toDiscard_ == 0) slot_.conversionSeen(edges.fellAtUs);

  const int32_t raw = read();
  // DOUT goes high with the last clock. If it's low the part missed a clock, or the line is stuck.
  const bool desync = !edge_pins::isHigh(slot_.index());
  edge_pins::resume(slot_.index());
  if (desync && ++desyncsInARow_ >= kDesyncsUntilFailed) {
    slot_.fail(protocol::kSensorReasonDesync);
    return;
  }
  if (!desync) desyncsInARow_ = 0;
  if (toDiscard_ > 0) {
    toDiscard_--;
    if (!desync) slot_.settling(nowUs);
    return;
  }
  const bool saturated = raw == 0x7FFFFF || raw == -0x800000;
  slot_.deliver(raw, (saturated ? protocol::kSampleFlagSaturated : 0) | (desync ? protocol::kSampleFlagDesync : 0));
}

int32_t Hx711::read() {
  edge_pins::pause(slot_.index());
  volatile uint8_t* const out = portOutputRegister(digitalPinToPort(slot_.config().pinB));
  const uint8_t outBit = digitalPinToBitMask(slot_.config().pinB);
  volatile uint8_t* const in = portInputRegister(digitalPinToPort(slot_.config().pinA));
  const uint8_t inBit = digitalPinToBitMask(slot_.config().pinA);
  uint32_t bits = 0;
  const uint8_t pulses = pulsesOf(slot_.config().gain);
  for (uint8_t i = 0; i < pulses; i++) {
    bool bit;
    // Only the high half is timing-critical (60 us powers the part down), so interrupts wait 1 us, not 75.
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
      *out |= outBit;
      _delay_us(0.5);
      bit = *in & inBit;
      *out &= ~outBit;
    }
    if (i < 24) bits = bits << 1 | bit;
  }
  if (bits & 0x800000) bits |= 0xFF000000;
  return static_cast<int32_t>(bits);
}
