#include "i2c_sensor.h"

#include <avr/pgmspace.h>

#include "idle.h"

namespace {
constexpr uint8_t kErrorsUntilFailed = 3;
// Polling begins this many 128ths of a period before the next reading is due: enough for a part's oscillator, 5 % off.
constexpr uint8_t kLead = 8;
constexpr uint8_t kLargestLead = 80;
// ... but no less than the 1.024 ms grain in which a sleeping board wakes by itself.
constexpr uint16_t kLeastLeadUs = 1200;
}  // namespace

void I2cSensor::begin(uint32_t) {
  cursor_ = reinterpret_cast<const uint8_t*>(pgm_read_ptr(&part_->script));
  step_ = cursor_;
  pairsLeft_ = errorsInARow_ = 0;
  inFlight_ = false;
  firstPoll_ = true;
  lead_ = kLead;
  phase_ = Phase::script;
  prepare();
}

void I2cSensor::end() {
  i2c::abandon(slot_.index());
  phase_ = Phase::ended;
  inFlight_ = false;
}

void I2cSensor::service(uint32_t nowUs) {
  if (inFlight_) {
    const i2c::Result result = i2c::result(nowUs);
    if (result == i2c::Result::busy) return;
    inFlight_ = false;
    if (result != i2c::Result::ok) {
      onBusError(result);
      return;
    }
    errorsInARow_ = 0;
    finished(nowUs);
    // The next transaction waits for the next pass, so that the other slots get at the bus in this one.
    idle::wake();
    return;
  }
  if (phase_ != Phase::ended && i2c::isFree()) startNext(nowUs);
}

void I2cSensor::startNext(uint32_t nowUs) {
  switch (phase_) {
    case Phase::script:
      startStep(nowUs);
      break;
    case Phase::delay:
      if (reached(nowUs, resumeUs_)) phase_ = Phase::script;
      break;
    case Phase::ready:
      if (reached(nowUs, resumeUs_)) startRead(pgm_read_word(&part_->readyRegister), 1);
      break;
    case Phase::data:
      startRead(pgm_read_word(&part_->dataRegister), pgm_read_byte(&part_->dataBytes));
      break;
    case Phase::status:
      startRead(pgm_read_word(&part_->statusRegister), 1);
      break;
    case Phase::clear: {
      const uint16_t reg = pgm_read_word(&part_->clearRegister);
      i2c::buffer()[putRegister(reg)] = 1;
      startWrite(reg, 1);
      break;
    }
    case Phase::ended:
      break;
  }
}

void I2cSensor::finished(uint32_t nowUs) {
  const uint8_t* const read = i2c::buffer();
  switch (phase_) {
    case Phase::script:
      finishStep();
      break;
    case Phase::ready:
      if (*read & pgm_read_byte(&part_->readyMask)) onReady(nowUs);
      else firstPoll_ = false;
      break;
    case Phase::data:
      memcpy(scratch_, read, pgm_read_byte(&part_->dataBytes));
      phase_ = Phase::status;
      if (pgm_read_word(&part_->statusRegister) != kNoRegister) break;
      // fall through: a part without a status register is done
    case Phase::status: {
      uint8_t flags = 0;
      const int32_t value = valueOf(scratch_, *read, flags);
      slot_.deliver(value, flags);
      phase_ = Phase::clear;
      if (pgm_read_word(&part_->clearRegister) != kNoRegister) break;
    }
      // fall through: nothing to clear
    case Phase::clear:
      scheduleNextPoll();
      break;
    case Phase::delay:
    case Phase::ended:
      break;
  }
}

void I2cSensor::onReady(uint32_t nowUs) {
  // Ready at the first look: the part is faster than it should be, or the bus was busy. Look earlier next time.
  if (firstPoll_) lead_ = lead_ < kLargestLead ? lead_ + 3 : lead_;
  else if (lead_ > kLead) lead_--;
  seenUs_ = nowUs;
  slot_.conversionSeen(nowUs);
  phase_ = Phase::data;
}

void I2cSensor::scheduleNextPoll() {
  const uint32_t periodUs = slot_.periodUs();
  uint32_t leadUs = (periodUs >> 7) * lead_;
  if (leadUs < kLeastLeadUs) leadUs = kLeastLeadUs;
  resumeUs_ = seenUs_ + (leadUs < periodUs ? periodUs - leadUs : 0);
  firstPoll_ = true;
  phase_ = Phase::ready;
}

void I2cSensor::onBusError(i2c::Result result) {
  slot_.countI2cError();
  if (result == i2c::Result::stuck) {
    slot_.fail(protocol::kSensorReasonI2cStuck);
    return;
  }
  const bool atFirstStep = phase_ == Phase::script && step_ == reinterpret_cast<const uint8_t*>(pgm_read_ptr(&part_->script));
  if (++errorsInARow_ < kErrorsUntilFailed) {
    // The same transaction again: a reading stays in the part until the next one is ready.
    if (phase_ == Phase::script) cursor_ = step_;
    return;
  }
  slot_.fail(result == i2c::Result::timeout ? protocol::kSensorReasonI2cStuck
             : atFirstStep                  ? protocol::kSensorReasonNoAnswer
                                            : protocol::kSensorReasonI2cNack);
}

uint8_t I2cSensor::next() { return pgm_read_byte(cursor_++); }

uint16_t I2cSensor::nextRegister() {
  if (!pgm_read_byte(&part_->wideRegisters)) return next();
  const uint8_t high = next();
  return static_cast<uint16_t>(high) << 8 | next();
}

uint8_t I2cSensor::putRegister(uint16_t reg) {
  uint8_t* out = i2c::buffer();
  if (!pgm_read_byte(&part_->wideRegisters)) {
    out[0] = reg;
    return 1;
  }
  out[0] = reg >> 8;
  out[1] = reg & 0xFF;
  return 2;
}

void I2cSensor::startRead(uint16_t reg, uint8_t bytes) {
  const uint8_t address = slot_.config().address ? slot_.config().address : pgm_read_byte(&part_->address);
  i2c::start(slot_.index(), address, putRegister(reg), bytes);
  inFlight_ = true;
}

void I2cSensor::startWrite(uint16_t reg, uint8_t bytes) {
  const uint8_t address = slot_.config().address ? slot_.config().address : pgm_read_byte(&part_->address);
  i2c::start(slot_.index(), address, putRegister(reg) + bytes, 0);
  inFlight_ = true;
}

// Starts the transaction of one script step. The cursor stays behind its register until finishStep() has the answer.
void I2cSensor::startStep(uint32_t nowUs) {
  step_ = cursor_;
  if (pairsLeft_ == 0) op_ = next();
  if (op_ == kWritePairs && pairsLeft_ == 0) {
    pairsLeft_ = next();
    step_ = cursor_;
  }
  switch (op_) {
    case kEnd:
      phase_ = Phase::ready;
      resumeUs_ = nowUs;
      return;
    case kCall:
      call(next());
      return;
    case kDelayMs:
      resumeUs_ = nowUs + next() * 1000UL;
      phase_ = Phase::delay;
      return;
    default:
      break;
  }
  register_ = nextRegister();
  uint8_t* const out = i2c::buffer() + putRegister(register_);
  switch (op_) {
    case kWrite:
    case kWritePairs:
      *out = next();
      startWrite(register_, 1);
      break;
    case kWriteBytes: {
      const uint8_t bytes = next();
      for (uint8_t i = 0; i < bytes; i++) out[i] = next();
      startWrite(register_, bytes);
      break;
    }
    case kLoad: {
      const uint8_t place = next();
      const uint8_t bytes = next();
      memcpy(out, scratch_ + place, bytes);
      startWrite(register_, bytes);
      break;
    }
    case kStore:
      startRead(register_, pgm_read_byte(cursor_ + 1));
      break;
    default:
      startRead(register_, 1);
  }
}

void I2cSensor::finishStep() {
  const uint8_t* const read = i2c::buffer();
  switch (op_) {
    case kWritePairs:
      pairsLeft_--;
      break;
    case kStore: {
      const uint8_t place = next();
      const uint8_t bytes = next();
      memcpy(scratch_ + place, read, bytes);
      break;
    }
    case kWaitSet:
      if (!(*read & next())) cursor_ = step_;
      break;
    case kWaitClear:
      if (*read & next()) cursor_ = step_;
      break;
    case kExpect: {
      const uint8_t mask = next();
      const uint8_t value = next();
      const uint8_t reason = next();
      if ((*read & mask) != value) slot_.fail(reason);
      break;
    }
    case kChange: {
      const uint8_t keep = next();
      const uint8_t changed = (*read & keep) | next();
      i2c::buffer()[putRegister(register_)] = changed;
      op_ = kWrite;  // the second half of the step is a plain write
      startWrite(register_, 1);
      break;
    }
    default:
      break;
  }
}
