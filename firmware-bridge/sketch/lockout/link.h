// Frames to the host: F0, id, 7-bit packed (payload, CRC), F7. See PROTOCOL.md.
#pragma once
#include "board.h"

namespace link {

void begin();

// Bytes on the wire for a payload: two bytes of CRC, eight bits packed as seven, three bytes around it.
constexpr uint8_t wireBytes(uint8_t payloadBytes) { return ((payloadBytes + 2) * 8 + 6) / 7 + 3; }

// Whether `bytes` can be written now without waiting; everything that writes asks first.
bool hasRoom(uint8_t bytes);

// Packs straight into the serial buffer: fields in the order of protocol.json, then send().
class Frame {
 public:
  explicit Frame(uint8_t id);
  Frame& u8(uint8_t value);
  Frame& u16(uint16_t value);
  Frame& u32(uint32_t value);
  void send();

 private:
  void pack(uint8_t byte);
  uint16_t crc_;
  uint8_t carry_ = 0;   // bits left over from the bytes so far
  uint8_t factor_ = 1;  // 2 to the power of how many those are
};

// Unpacks `packedBytes` of 7-bit data in place and checks the CRC over [id, payload].
// Returns the payload's length in bytes, or -1 if it's too short or the CRC is wrong.
int8_t unpack(uint8_t id, uint8_t* data, uint8_t packedBytes);

}  // namespace link
