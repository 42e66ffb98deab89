// What the I2C parts have in common: a start-up script, then "ready? read, check, clear", without ever waiting.
#pragma once
#include "i2c.h"
#include "slot.h"

constexpr uint16_t kNoRegister = 0xFFFF;

// Instructions of a start-up script, which lies in flash. A register is one byte, or two on a part with wide ones.
enum ScriptOp : uint8_t {
  kEnd,
  kWrite,       // register, value
  kWritePairs,  // count, then count times (register, value): narrow registers only
  kWriteBytes,  // register, count (up to 16), bytes
  kChange,      // register, bits to keep, bits to set
  kWaitSet,     // register, mask: until one of the bits is set
  kWaitClear,   // register, mask: until all of the bits are clear
  kExpect,      // register, mask, value, the reason to fail with
  kStore,       // register, place in scratch, count: part to scratch
  kLoad,        // register, place in scratch, count: scratch to part
  kCall,        // number: the driver computes something in scratch
  kDelayMs,     // milliseconds
};

#define R8(reg) (reg)
#define R16(reg) (reg) >> 8, (reg)&0xFF

// How a part shows and gives its readings.
struct I2cPart {
  const uint8_t* script;
  uint8_t address;
  bool wideRegisters;
  uint16_t readyRegister;
  uint8_t readyMask;
  uint16_t dataRegister;
  uint8_t dataBytes;
  uint16_t statusRegister;  // kNoRegister: the part has none
  uint16_t clearRegister;   // 1 is written here after a reading; kNoRegister: reading is enough
};

class I2cSensor : public Sensor {
 public:
  // `part` points into flash.
  I2cSensor(Slot& slot, const I2cPart* part) : Sensor(slot), part_(part) {}
  void begin(uint32_t nowUs) override;
  void service(uint32_t nowUs) override;
  void end() override;

 protected:
  virtual void prepare() {}
  virtual void call(uint8_t) {}
  virtual int32_t valueOf(const uint8_t* data, uint8_t status, uint8_t& flags) = 0;

  uint8_t scratch_[8];

 private:
  enum class Phase : uint8_t { script, delay, ready, data, status, clear, ended };

  uint8_t next();
  uint16_t nextRegister();
  void startRead(uint16_t reg, uint8_t bytes);
  void startWrite(uint16_t reg, uint8_t bytes);
  uint8_t putRegister(uint16_t reg);
  void startNext(uint32_t nowUs);
  void startStep(uint32_t nowUs);
  void finishStep();
  void finished(uint32_t nowUs);
  void onReady(uint32_t nowUs);
  void scheduleNextPoll();
  void onBusError(i2c::Result result);

  const I2cPart* part_;
  const uint8_t* cursor_;
  const uint8_t* step_;
  uint32_t seenUs_;
  uint32_t resumeUs_;  // when the next poll, or the end of a delay, is due
  uint16_t register_;
  uint8_t op_;
  uint8_t pairsLeft_;
  uint8_t errorsInARow_;
  Phase phase_ = Phase::ended;
  bool inFlight_;
  bool firstPoll_;
  uint8_t lead_;
};
