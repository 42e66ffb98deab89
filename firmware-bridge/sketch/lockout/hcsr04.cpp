#include "hcsr04.h"

#include "edge_pins.h"

namespace {
constexpr uint8_t kTriggerUs = 10;
// Sound there and back in air of 20 degrees: 343 m/s, so 0.1715 mm of distance for each microsecond.
constexpr uint16_t kMmPer10000Us = 1715;
// 4 m is the data sheet's range; with nothing in reach the pulse lasts 38 ms or more.
constexpr uint16_t kLongestEchoUs = 23500;
}  // namespace

void Hcsr04::begin(uint32_t nowUs) {
  pinMode(slot_.config().pinA, INPUT);
  digitalWrite(slot_.config().pinB, LOW);
  pinMode(slot_.config().pinB, OUTPUT);
  edge_pins::watch(slot_.index(), slot_.config().pinA);
  pingedUs_ = nowUs;
  waitingForEcho_ = echoBegan_ = false;
}

void Hcsr04::end() { edge_pins::unwatch(slot_.index()); }

void Hcsr04::service(uint32_t nowUs) {
  const edge_pins::Edges edges = edge_pins::take(slot_.index());
  if (waitingForEcho_ && edges.rose) {
    roseAtUs_ = edges.roseAtUs;
    echoBegan_ = true;
  }
  if (waitingForEcho_ && echoBegan_ && edges.fell && reached(edges.fellAtUs, roseAtUs_)) {
    waitingForEcho_ = false;
    const uint32_t echoUs = edges.fellAtUs - roseAtUs_;
    const bool inRange = echoUs <= kLongestEchoUs;
    slot_.conversionSeen(edges.fellAtUs);
    slot_.deliver((echoUs * kMmPer10000Us + 5000) / 10000, inRange ? 0 : protocol::kSampleFlagOutOfRange);
  }
  // A part that still holds its echo line is not ready for the next ping.
  if (!reached(nowUs, pingedUs_ + slot_.periodUs()) || edge_pins::isHigh(slot_.index())) return;
  pingedUs_ = nowUs;
  waitingForEcho_ = true;
  echoBegan_ = false;
  digitalWrite(slot_.config().pinB, HIGH);
  delayMicroseconds(kTriggerUs);
  digitalWrite(slot_.config().pinB, LOW);
}
