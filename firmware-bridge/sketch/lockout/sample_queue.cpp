#include "sample_queue.h"

namespace sample_queue {

namespace {
// 24 samples bridge the 24 ms a Mega's capability report takes at 250000 baud, at 370 samples a second, 2.5 times over.
constexpr uint8_t kCapacity = 24;
Sample samples[kCapacity];
uint8_t head = 0;
uint8_t count = 0;

// No division: AVR has no instruction for it, and this runs in every pass.
uint8_t wrapped(uint8_t index) { return index < kCapacity ? index : index - kCapacity; }

Sample& at(uint8_t index) { return samples[wrapped(head + index)]; }

int8_t reservationOf(uint8_t slot) {
  for (uint8_t i = 0; i < count; i++) {
    if (at(i).slot == slot && !at(i).filled) return i;
  }
  return -1;
}
}  // namespace

bool reserve(uint8_t slot, uint16_t seq, uint32_t atUs) {
  if (count == kCapacity) return false;
  uint8_t place = count++;
  for (; place > 0 && !reached(atUs, at(place - 1).atUs); place--) at(place) = at(place - 1);
  at(place) = Sample{atUs, 0, seq, slot, 0, false};
  return true;
}

void fill(uint8_t slot, int32_t raw, uint8_t flags) {
  const int8_t index = reservationOf(slot);
  if (index < 0) return;
  at(index).raw = raw;
  at(index).flags |= flags;
  at(index).filled = true;
}

bool hasReservation(uint8_t slot) { return reservationOf(slot) >= 0; }

void cancel(uint8_t slot) {
  const int8_t index = reservationOf(slot);
  if (index < 0) return;
  for (uint8_t i = index; i + 1 < count; i++) at(i) = at(i + 1);
  count--;
}

void clear() { count = 0; }

const Sample* front(uint32_t beforeUs) {
  if (count == 0 || !at(0).filled || !reached(beforeUs, at(0).atUs)) return nullptr;
  return &at(0);
}

void pop() {
  head = wrapped(head + 1);
  count--;
}

bool isEmpty() { return count == 0; }

}  // namespace sample_queue
