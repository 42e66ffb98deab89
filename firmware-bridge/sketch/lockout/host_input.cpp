#include "host_input.h"

#include "counters.h"
#include "firmata.h"
#include "host.h"
#include "link.h"
#include "slot.h"
#include "status.h"

namespace host_input {

namespace {
constexpr uint8_t kSysexStart = 0xF0;
constexpr uint8_t kSysexEnd = 0xF7;
constexpr uint8_t kReset = 0xFF;
// Our longest frame: the packed payload and CRC, after the id.
constexpr uint8_t kBufferBytes = (protocol::kMaxPayloadBytes + 2) * 8 / 7 + 2;
constexpr uint8_t kMaxAcks = 4;

struct Ack {
  uint16_t seq;
  uint8_t message;
  uint8_t result;
};

enum class Reading : uint8_t { command, sysex, oversized };

Ack acks[kMaxAcks];
uint8_t ackCount = 0;
uint8_t buffer[kBufferBytes];
uint8_t length = 0;
uint8_t wanted = 0;  // data bytes that the command at the front of the buffer still needs
Reading reading = Reading::command;

uint16_t u16At(const uint8_t* bytes) { return bytes[0] | static_cast<uint16_t>(bytes[1]) << 8; }

void answer(uint16_t seq, uint8_t message, uint8_t result) { acks[ackCount++] = Ack{seq, message, result}; }

uint8_t payloadBytesOf(uint8_t id) {
  switch (id) {
    case protocol::kMessageConfigure: return protocol::kMessageConfigureBytes;
    case protocol::kMessageHeartbeat: return protocol::kMessageHeartbeatBytes;
    case protocol::kMessageQuery: return protocol::kMessageQueryBytes;
    default: return 0;
  }
}

void onFrame(uint8_t id, uint8_t* packed, uint8_t packedBytes) {
  const int8_t bytes = link::unpack(id, packed, packedBytes);
  if (bytes < 2) {  // every payload begins with its seq: without it there's nobody to answer
    counters::framesCorrupt++;
    return;
  }
  const uint8_t* const payload = packed;
  const uint16_t seq = u16At(payload);
  if (bytes != payloadBytesOf(id)) {
    counters::framesCorrupt++;
    answer(seq, id, protocol::kAckResultBadLength);
    return;
  }
  uint8_t result = protocol::kAckResultOk;
  if (id == protocol::kMessageConfigure) {
    const SensorConfig config{payload[3], u16At(payload + 4), payload[6], payload[7], payload[8], payload[9]};
    result = slots::configure(payload[2], config);
  } else if (id == protocol::kMessageQuery) {
    slots::reportAll();
    status::request();
  } else {
    host::heartbeat();
    return;  // twice a second for ever: STATUS is answer enough
  }
  answer(seq, id, result);
}

void onSysex() {
  const uint8_t id = buffer[0];
  if (length > 0 && payloadBytesOf(id) > 0) {
    onFrame(id, buffer + 1, length - 1);
  } else if (length == 0 || !firmata::onSysex(id, buffer + 1, length - 1)) {
    counters::framesUnknown++;
  }
}

void onCommand(uint8_t byte) {
  length = 0;
  wanted = 0;
  reading = Reading::command;
  if (byte == kSysexStart) {
    reading = Reading::sysex;
  } else if (byte == kReset) {
    slots::freeAll();
    firmata::reset();
  } else {
    wanted = firmata::dataBytesOf(byte);
    if (wanted == 0 && !firmata::onCommand(byte, nullptr)) counters::framesUnknown++;
    buffer[length++] = byte;
  }
}

void onByte(uint8_t byte) {
  if (byte == kSysexEnd && reading == Reading::sysex) {
    reading = Reading::command;
    onSysex();
  } else if (byte == kSysexEnd && reading == Reading::oversized) {
    reading = Reading::command;
  } else if (byte >= 0x80) {
    // A new command inside another: its end was lost. The new one may be whole.
    if (reading == Reading::sysex || wanted > 0) counters::framesCorrupt++;
    onCommand(byte);
  } else if (reading == Reading::sysex) {
    if (length < kBufferBytes) {
      buffer[length++] = byte;
    } else {
      counters::framesCorrupt++;
      reading = Reading::oversized;
    }
  } else if (wanted > 0) {
    buffer[length++] = byte;
    if (--wanted == 0 && !firmata::onCommand(buffer[0], buffer + 1)) counters::framesUnknown++;
  }
  // Other bytes are the rest of something already counted.
}
}  // namespace

void service() {
  // Bytes that can't be answered yet stay in the serial buffer; the host never sends 64 without waiting for an answer.
  while (ackCount < kMaxAcks && !firmata::isAnswering() && Serial.available()) onByte(Serial.read());
}

bool sendAck() {
  if (ackCount == 0 || !link::hasRoom(link::wireBytes(protocol::kMessageAckBytes))) return false;
  link::Frame frame(protocol::kMessageAck);
  frame.u16(acks[0].seq).u8(acks[0].message).u8(acks[0].result);
  frame.send();
  ackCount--;
  for (uint8_t i = 0; i < ackCount; i++) acks[i] = acks[i + 1];
  return true;
}

}  // namespace host_input
