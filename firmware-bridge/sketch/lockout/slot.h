// One sensor's place: its configuration, state, sequence and counters, whatever its kind.
#pragma once
#include "board.h"

struct SensorConfig {
  uint8_t kind;
  uint16_t rateHz;
  uint8_t gain;
  uint8_t pinA;  // the input: HX711 DOUT, HC-SR04 ECHO
  uint8_t pinB;  // the output: HX711 SCK, HC-SR04 TRIG
  uint8_t address;

  bool operator==(const SensorConfig& other) const;
};

class Slot;

// A driver steps through its part's life in service() and may never hold up a pass: no call takes longer than 0.3 ms.
class Sensor {
 public:
  explicit Sensor(Slot& slot) : slot_(slot) {}
  // Starts the part from whatever state it's in: first start and retry alike.
  virtual void begin(uint32_t nowUs) = 0;
  virtual void service(uint32_t nowUs) = 0;
  // Leaves the bus and the pins alone from here on.
  virtual void end() = 0;

  // What a driver says of itself; it also has `isRate`. A driver with gains, or on pins of its own, says so.
  static constexpr bool kIsOnPins = false;
  static bool isGain(uint8_t) { return true; }

 protected:
  Slot& slot_;
};

class Slot {
 public:
  explicit Slot(uint8_t index) : index_(index) {}
  void configure(const SensorConfig& config);
  void free();
  void service();
  void sendState();

  const SensorConfig& config() const { return config_; }
  uint8_t index() const { return index_; }
  uint32_t periodUs() const { return periodUs_; }
  bool isRunning() const { return state_ == protocol::kSensorStateOk; }
  bool usesPin(uint8_t pin) const;
  bool stateChanged = false;

  // For the drivers. A conversion was seen at `stampUs`; its value follows by deliver().
  void conversionSeen(uint32_t stampUs);
  void deliver(int32_t raw, uint8_t flags);
  // A conversion that must not be sent: the part is still settling.
  void settling(uint32_t nowUs) { deadlineUs_ = nowUs + silenceLimitUs(); }
  // The part doesn't work: reports it to the host, and retries from the start after sensorRetryPeriodMs.
  void fail(uint8_t reason);
  void countI2cError() { i2cErrors_++; }

 private:
  bool isOnPins() const;
  void setState(uint8_t state, uint8_t reason);
  uint32_t silenceLimitUs() const;
  void trackSaturation(bool saturated);
  void trackRate(uint32_t stampUs);

  // Big enough for the largest driver; slot.cpp checks it.
  static constexpr uint8_t kDriverBytes = 40;
  alignas(4) uint8_t storage_[kDriverBytes];
  Sensor* sensor_ = nullptr;
  SensorConfig config_{};
  uint32_t periodUs_ = 0;
  uint32_t deadlineUs_ = 0;
  uint32_t lastStampUs_ = 0;
  uint32_t rateWindowUs_ = 0;
  uint16_t seq_ = 0;
  uint16_t retries_ = 0;
  uint16_t samplesLate_ = 0;
  uint16_t i2cErrors_ = 0;
  uint16_t conversions_ = 0;
  uint16_t measuredHz_ = 0;
  const uint8_t index_;
  uint8_t state_ = protocol::kSensorStateOff;
  uint8_t reason_ = protocol::kSensorReasonNone;
  uint8_t failuresInARow_ = 0;
  uint8_t saturationRun_ = 0;
  bool hasStamp_ = false;
  bool afterGap_ = false;
};

namespace slots {

// Checks the configuration against the board and the other slots; an ack result of protocol.json.
uint8_t configure(uint8_t index, const SensorConfig& config);
void service();
void freeAll();
bool anyUsesPin(uint8_t pin);

// Marks every slot's state as to be sent.
void reportAll();
// Sends one changed state; false if there is none or no room for it.
bool sendChange();

}  // namespace slots
