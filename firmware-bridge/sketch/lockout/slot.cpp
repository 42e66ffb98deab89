#include "slot.h"

#include <new.h>

#include "counters.h"
#include "drivers.h"
#include "host.h"
#include "link.h"
#include "pins.h"
#include "sample_queue.h"

namespace {
// The slowest start: a NAU7802 that calibrates itself at 10 samples a second.
constexpr uint32_t kStartLimitUs = 1500000;
constexpr uint32_t kSilenceFloorUs = 350000;
// After this many failed starts in a row the state says failed, not retrying; it's still tried again.
constexpr uint8_t kFailuresUntilFailed = 8;
constexpr uint8_t kSaturatedUntilReported = 8;
}  // namespace

bool SensorConfig::operator==(const SensorConfig& other) const {
  return kind == other.kind && rateHz == other.rateHz && gain == other.gain && pinA == other.pinA && pinB == other.pinB &&
         address == other.address;
}

void Slot::configure(const SensorConfig& config) {
#define LOCKOUT_FITS(Driver) static_assert(sizeof(Driver) <= kDriverBytes, "kDriverBytes is too small");
  LOCKOUT_DRIVERS(LOCKOUT_FITS)
  free();
  config_ = config;
  periodUs_ = 1000000UL / config.rateHz;
  seq_ = retries_ = samplesLate_ = i2cErrors_ = conversions_ = measuredHz_ = 0;
  failuresInARow_ = saturationRun_ = 0;
  hasStamp_ = afterGap_ = false;
  switch (config.kind) {
#define LOCKOUT_MAKE(Driver) \
  case protocol::kSensorKind##Driver: sensor_ = new (storage_) Driver(*this); break;
    LOCKOUT_DRIVERS(LOCKOUT_MAKE)
  }
  const uint32_t nowUs = micros();
  rateWindowUs_ = nowUs;
  deadlineUs_ = nowUs + kStartLimitUs;
  setState(protocol::kSensorStateStarting, protocol::kSensorReasonNone);
  sensor_->begin(nowUs);
}

void Slot::free() {
  if (!sensor_) return;
  sensor_->end();
  if (isOnPins()) {
    pins::release(config_.pinA);
    pins::release(config_.pinB);
  }
  sensor_ = nullptr;
  sample_queue::cancel(index_);
  config_.kind = protocol::kSensorKindNone;
  setState(protocol::kSensorStateOff, protocol::kSensorReasonNone);
}

void Slot::service() {
  if (!sensor_) return;
  const uint32_t nowUs = micros();
  const bool waitingForRetry = state_ == protocol::kSensorStateRetrying || state_ == protocol::kSensorStateFailed;
  if (!reached(nowUs, deadlineUs_)) {
    if (!waitingForRetry) sensor_->service(nowUs);
  } else if (waitingForRetry) {
    retries_++;
    deadlineUs_ = nowUs + kStartLimitUs;
    state_ = protocol::kSensorStateStarting;  // reported to the host only once it works: no flicker every half second
    sensor_->begin(nowUs);
  } else {
    fail(isRunning() ? protocol::kSensorReasonTimeout : protocol::kSensorReasonNoAnswer);
  }
}

bool Slot::usesPin(uint8_t pin) const {
  return isOnPins() && (config_.pinA == pin || config_.pinB == pin);
}

bool Slot::isOnPins() const {
#define LOCKOUT_ON_PINS(Driver) (Driver::kIsOnPins && config_.kind == protocol::kSensorKind##Driver) ||
  return LOCKOUT_DRIVERS(LOCKOUT_ON_PINS) false;
}

void Slot::conversionSeen(uint32_t stampUs) {
  if (hasStamp_ && stampUs - lastStampUs_ > periodUs_ + periodUs_ / 2) samplesLate_++;
  hasStamp_ = true;
  lastStampUs_ = stampUs;
  deadlineUs_ = stampUs + silenceLimitUs();
  trackRate(stampUs);
  if (!host::isListening()) {
    afterGap_ = true;
    return;
  }
  if (!sample_queue::reserve(index_, seq_++, stampUs)) {
    counters::samplesDropped++;
    afterGap_ = true;
  }
}

void Slot::deliver(int32_t raw, uint8_t flags) {
  failuresInARow_ = 0;
  trackSaturation(flags & protocol::kSampleFlagSaturated);
  if (!isRunning()) setState(protocol::kSensorStateOk, protocol::kSensorReasonNone);
  if (!sample_queue::hasReservation(index_)) return;
  if (afterGap_) flags |= protocol::kSampleFlagAfterGap;
  afterGap_ = false;
  sample_queue::fill(index_, raw, flags);
}

void Slot::fail(uint8_t reason) {
  if (isRunning()) {
    // One flagged sample marks the moment in the stream itself.
    if (!sample_queue::hasReservation(index_) && host::isListening()) sample_queue::reserve(index_, seq_++, micros());
    const bool desync = reason == protocol::kSensorReasonDesync;
    const bool timeout = reason == protocol::kSensorReasonTimeout;
    sample_queue::fill(index_, 0, desync    ? protocol::kSampleFlagDesync
                                  : timeout ? protocol::kSampleFlagTimeout
                                            : protocol::kSampleFlagI2cError);
  }
  sample_queue::cancel(index_);
  sensor_->end();
  hasStamp_ = false;
  afterGap_ = true;
  measuredHz_ = 0;
  if (failuresInARow_ < 255) failuresInARow_++;
  deadlineUs_ = micros() + protocol::kSensorRetryPeriodMs * 1000UL;
  setState(failuresInARow_ > kFailuresUntilFailed ? protocol::kSensorStateFailed : protocol::kSensorStateRetrying, reason);
}

void Slot::setState(uint8_t state, uint8_t reason) {
  state_ = state;
  reason_ = reason;
  stateChanged = true;
}

uint32_t Slot::silenceLimitUs() const {
  const uint32_t fourPeriodsUs = 4 * periodUs_;
  return fourPeriodsUs > kSilenceFloorUs ? fourPeriodsUs : kSilenceFloorUs;
}

void Slot::trackSaturation(bool saturated) {
  const bool reported = reason_ == protocol::kSensorReasonSaturated;
  if (saturated == reported) {
    saturationRun_ = 0;
  } else if (++saturationRun_ == kSaturatedUntilReported) {
    saturationRun_ = 0;
    setState(protocol::kSensorStateOk, saturated ? protocol::kSensorReasonSaturated : protocol::kSensorReasonNone);
  }
}

void Slot::trackRate(uint32_t stampUs) {
  conversions_++;
  const uint32_t windowUs = stampUs - rateWindowUs_;
  if (windowUs < 1000000UL) return;
  measuredHz_ = (conversions_ * 1000UL + windowUs / 2000) / (windowUs / 1000);
  conversions_ = 0;
  rateWindowUs_ = stampUs;
}

void Slot::sendState() {
  stateChanged = false;
  link::Frame frame(protocol::kMessageSensorState);
  frame.u8(index_).u8(config_.kind).u8(state_).u8(reason_).u16(measuredHz_).u16(retries_).u16(samplesLate_).u16(i2cErrors_);
  frame.send();
}
