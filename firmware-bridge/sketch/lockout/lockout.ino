// Lockout: reads load cells and rangefinders for a hip-thrust station and sends every reading, stamped, to the host.
//
// Nothing here waits. A pass takes what came (bytes from the host, edges of pins, results of the I2C bus), moves each
// sensor one step on, sends what fits into the serial buffer, and sleeps until there's more to do. PROTOCOL.md has the
// bytes, the measured times and the pins.
#include "board.h"
#include "edge_pins.h"
#include "firmata.h"
#include "host.h"
#include "host_input.h"
#include "i2c.h"
#include "idle.h"
#include "link.h"
#include "sample_queue.h"
#include "slot.h"
#include "status.h"
#include "watchdog.h"

// A pass in which the sensors have taken this long leaves sending to the next one: none lasts 1 ms.
constexpr uint16_t kBusyPassUs = 400;

// At most one frame in a pass, samples first (except inside an answer that has begun): the next pass is at most 0.5 ms
// away, so no sensor waits for the others' bytes. Returns whether there is more to send at once.
bool sendToHost(uint32_t passStartUs) {
  if (firmata::isInsideAnswer()) {
    firmata::continueAnswer();
    return false;
  }
  if (const sample_queue::Sample* sample = sample_queue::front(passStartUs)) {
    if (!link::hasRoom(link::wireBytes(protocol::kMessageSampleBytes))) return false;
    link::Frame frame(protocol::kMessageSample);
    frame.u8(sample->slot).u16(sample->seq).u32(sample->atUs).u32(sample->raw).u8(sample->flags);
    frame.send();
    sample_queue::pop();
    return true;
  }
  if (host_input::sendAck() || slots::sendChange() || status::service()) return true;
  firmata::reportInputs();
  firmata::continueAnswer();
  return sample_queue::front(micros()) != nullptr;
}

void setup() {
  link::begin();
  i2c::begin();
  firmata::reset();
  firmata::introduce();
  watchdog::begin();
}

void loop() {
  const uint32_t passStartUs = micros();
  watchdog::feed();
  host_input::service();
  host::service();
  const bool anyPolledPin = edge_pins::poll();
  slots::service();
  const bool moreToSend = micros() - passStartUs > kBusyPassUs || sendToHost(passStartUs);
  status::recordPass(micros() - passStartUs);
  if (!anyPolledPin && !moreToSend) idle::sleepUntilWork();
}
