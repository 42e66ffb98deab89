#include "hx711.h"

#include <util/atomic.h>

#include "edge_pins.h"
#include "idle.h"

namespace {
// SCK high for 60 us powers the part down; going low again resets it.
constexpr uint16_t kPowerDownUs = 100;
// After power-up or a change of gain the output needs four conversions to settle (data sheet: 50 ms at 80 SPS).
constexpr uint8_t kSettlingConversions = 4;
constexpr uint8_t kDesyncsUntilFailed = 3;

struct Lines {
  volatile uint8_t* clock;
  uint8_t clockBit;
  volatile uint8_t* data;
  uint8_t dataBit;
};

uint8_t clockIn(const Lines& lines, uint8_t count) {
  uint8_t bits = 0;
  for (; count > 0; count--) {
    bits <<= 1;
    // Only the high half is timing-critical (60 us powers the part down), so interrupts wait 1 us, not the whole reading.
    ATOMIC_BLOCK(ATOMIC_FORCEON) {
      *lines.clock |= lines.clockBit;
      _delay_us(0.25);  // data is valid 0.1 us after the edge
      if (*lines.data & lines.dataBit) bits |= 1;
      *lines.clock &= ~lines.clockBit;
    }
  }
  return bits;
}
}  // namespace

void Hx711::begin(uint32_t nowUs) {
  pinMode(slot_.config().pinA, INPUT_PULLUP);  // an unplugged data line then reads "not ready"
  digitalWrite(slot_.config().pinB, HIGH);
  pinMode(slot_.config().pinB, OUTPUT);
  poweredDownUs_ = nowUs;
  poweringDown_ = true;
  toDiscard_ = kSettlingConversions;
  desyncsInARow_ = 0;
  lowWithoutEdge_ = false;
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
  if (edge_pins::isHigh(slot_.index())) return;
  const edge_pins::Edges edges = edge_pins::take(slot_.index());
  if (!edges.fell && !lowWithoutEdge_) {
    // It fell just now: on a pin without an interrupt the next pass's look stamps it.
    lowWithoutEdge_ = true;
    idle::wake();
    return;
  }
  lowWithoutEdge_ = false;
  // Ready before we began to watch: the time of that conversion is unknown, so don't use it.
  if (!edges.fell && toDiscard_ == 0) toDiscard_ = 1;
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
  const Lines lines{portOutputRegister(digitalPinToPort(slot_.config().pinB)), digitalPinToBitMask(slot_.config().pinB),
                    portInputRegister(digitalPinToPort(slot_.config().pinA)), digitalPinToBitMask(slot_.config().pinA)};
  const uint8_t high = clockIn(lines, 8);
  const uint8_t middle = clockIn(lines, 8);
  const uint8_t low = clockIn(lines, 8);
  clockIn(lines, pulsesOf(slot_.config().gain) - 24);
  const uint8_t sign = high & 0x80 ? 0xFF : 0;
  return static_cast<int32_t>(static_cast<uint32_t>(sign) << 24 | static_cast<uint32_t>(high) << 16 |
                              static_cast<uint16_t>(middle) << 8 | low);
}
