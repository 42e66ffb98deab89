#include "i2c.h"

#include <util/atomic.h>
#include <util/twi.h>

#include "idle.h"

namespace i2c {

namespace {
constexpr uint32_t kClockHz = 400000;
// 20 bytes take 0.5 ms at 400 kHz; the rest is room for clock stretching.
constexpr uint16_t kTimeoutUs = 3000;
constexpr uint8_t kNobody = 255;
constexpr uint8_t kGo = _BV(TWINT) | _BV(TWEN) | _BV(TWIE);

enum class Phase : uint8_t { idle, running, done };

uint8_t data[kBufferBytes];
uint8_t owner = kNobody;
uint32_t startedUs;
uint8_t target;
uint8_t toWrite;
uint8_t toRead;
uint8_t position;
volatile Phase phase = Phase::idle;
volatile Result outcome;

void finish(Result result) {
  TWCR = _BV(TWINT) | _BV(TWEN) | _BV(TWSTO);
  outcome = result;
  phase = Phase::done;
  idle::wake();
}

// A part that lost its place in a byte holds SDA low until it has been clocked through it: at most nine clocks
// (I2C specification UM10204, 3.1.16), 0.1 ms in all. Returns whether both lines are high afterwards.
bool recoverLines() {
  TWCR = 0;
  digitalWrite(SCL, LOW);
  for (uint8_t i = 0; i < 9 && digitalRead(SDA) == LOW; i++) {
    pinMode(SCL, OUTPUT);
    delayMicroseconds(5);
    pinMode(SCL, INPUT_PULLUP);
    delayMicroseconds(5);
    digitalWrite(SCL, LOW);
  }
  digitalWrite(SDA, LOW);
  pinMode(SDA, OUTPUT);
  delayMicroseconds(5);
  pinMode(SCL, INPUT_PULLUP);
  delayMicroseconds(5);
  pinMode(SDA, INPUT_PULLUP);
  delayMicroseconds(5);
  const bool high = digitalRead(SDA) == HIGH && digitalRead(SCL) == HIGH;
  TWCR = _BV(TWEN);
  return high;
}
}  // namespace

void begin() {
  // The chip's pull-ups are far too weak for 400 kHz; they only keep a bus with nothing on it from floating.
  pinMode(SDA, INPUT_PULLUP);
  pinMode(SCL, INPUT_PULLUP);
  TWSR = 0;
  TWBR = ((F_CPU / kClockHz) - 16) / 2;
  TWCR = _BV(TWEN);
}

bool isFree() { return owner == kNobody && !(TWCR & _BV(TWSTO)); }

uint8_t* buffer() { return data; }

void start(uint8_t slot, uint8_t address, uint8_t writeBytes, uint8_t readBytes) {
  owner = slot;
  target = address;
  toWrite = writeBytes;
  toRead = readBytes;
  position = 0;
  startedUs = micros();
  phase = Phase::running;
  TWCR = kGo | _BV(TWSTA);
}

Result result(uint32_t nowUs) {
  if (phase == Phase::running) {
    if (!reached(nowUs, startedUs + kTimeoutUs)) return Result::busy;
    // From here on no interrupt can touch the transaction: recoverLines() switches the TWI off first.
    outcome = recoverLines() ? Result::timeout : Result::stuck;
  }
  phase = Phase::idle;
  owner = kNobody;
  return outcome;
}

void abandon(uint8_t slot) {
  if (owner != slot) return;
  if (phase == Phase::running) recoverLines();
  phase = Phase::idle;
  owner = kNobody;
}

void onInterrupt() {
  switch (TW_STATUS) {
    case TW_START:
      TWDR = target << 1 | (toWrite ? TW_WRITE : TW_READ);
      TWCR = kGo;
      break;
    case TW_REP_START:
      position = 0;
      TWDR = target << 1 | TW_READ;
      TWCR = kGo;
      break;
    case TW_MT_SLA_ACK:
    case TW_MT_DATA_ACK:
      if (position < toWrite) {
        TWDR = data[position++];
        TWCR = kGo;
      } else if (toRead) {
        TWCR = kGo | _BV(TWSTA);
      } else {
        finish(Result::ok);
      }
      break;
    case TW_MR_DATA_ACK:
      data[position++] = TWDR;
      // fall through: acknowledge every byte but the last
    case TW_MR_SLA_ACK:
      TWCR = position + 1 < toRead ? kGo | _BV(TWEA) : kGo;
      break;
    case TW_MR_DATA_NACK:
      data[position++] = TWDR;
      finish(Result::ok);
      break;
    case TW_MT_SLA_NACK:
    case TW_MR_SLA_NACK:
    case TW_MT_DATA_NACK:
      finish(Result::nack);
      break;
    default:  // bus error or arbitration lost on a bus with one master: a glitch
      finish(Result::timeout);
  }
}

}  // namespace i2c

ISR(TWI_vect) { i2c::onInterrupt(); }
