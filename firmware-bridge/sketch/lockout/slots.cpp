#include "drivers.h"
#include "link.h"
#include "slot.h"

namespace slots {

namespace {
Slot all[] = {Slot(0), Slot(1), Slot(2), Slot(3)};
static_assert(sizeof(all) / sizeof(all[0]) == protocol::kMaxSlots, "one Slot for each");
uint8_t firstServed = 0;

bool isUsablePin(uint8_t pin) { return pin >= kFirstFreePin && pin < NUM_DIGITAL_PINS && pin != SDA && pin != SCL; }

bool isTaken(uint8_t pin, uint8_t exceptSlot) {
  for (uint8_t i = 0; i < protocol::kMaxSlots; i++) {
    if (i != exceptSlot && all[i].usesPin(pin)) return true;
  }
  return false;
}

uint8_t checkPins(uint8_t index, const SensorConfig& config) {
  const bool good = isUsablePin(config.pinA) && isUsablePin(config.pinB) && config.pinA != config.pinB &&
                    !isTaken(config.pinA, index) && !isTaken(config.pinB, index);
  return good ? protocol::kAckResultOk : protocol::kAckResultBadPins;
}

uint8_t check(uint8_t index, const SensorConfig& config) {
  switch (config.kind) {
#define LOCKOUT_CHECK(Driver)                                                      \
  case protocol::kSensorKind##Driver:                                              \
    if (!Driver::isRate(config.rateHz)) return protocol::kAckResultBadRate;        \
    if (!Driver::isGain(config.gain)) return protocol::kAckResultBadGain;          \
    return Driver::kIsOnPins ? checkPins(index, config) : protocol::kAckResultOk;
    LOCKOUT_DRIVERS(LOCKOUT_CHECK)
    default: return protocol::kAckResultBadKind;
  }
}
}  // namespace

uint8_t configure(uint8_t index, const SensorConfig& config) {
  if (index >= protocol::kMaxSlots) return protocol::kAckResultBadSlot;
  if (config.kind == protocol::kSensorKindNone) {
    all[index].free();
    return protocol::kAckResultOk;
  }
  // A repeated command (its answer was lost) must not restart a sensor that runs.
  if (config == all[index].config()) return protocol::kAckResultOk;
  const uint8_t result = check(index, config);
  if (result == protocol::kAckResultOk) all[index].configure(config);
  return result;
}

void service() {
  // Another slot is first at the bus in each pass, so that a chatty part can't starve the others.
  firstServed = (firstServed + 1) % protocol::kMaxSlots;
  for (uint8_t i = 0; i < protocol::kMaxSlots; i++) all[(firstServed + i) % protocol::kMaxSlots].service();
}

void freeAll() {
  for (Slot& slot : all) slot.free();
}

bool anyUsesPin(uint8_t pin) { return isTaken(pin, protocol::kMaxSlots); }

void reportAll() {
  for (Slot& slot : all) slot.stateChanged = true;
}

bool sendChange() {
  for (Slot& slot : all) {
    if (!slot.stateChanged) continue;
    if (!link::hasRoom(link::wireBytes(protocol::kMessageSensorStateBytes))) return false;
    slot.sendState();
    return true;
  }
  return false;
}

}  // namespace slots
