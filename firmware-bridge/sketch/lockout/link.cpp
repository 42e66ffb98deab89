#include "link.h"

#include <util/crc16.h>

namespace link {

namespace {
constexpr uint8_t kSysexStart = 0xF0;
constexpr uint8_t kSysexEnd = 0xF7;
// avr-libc's xmodem update is the same polynomial in 20 cycles a byte; the start value makes it IBM-3740.
static_assert(protocol::kCrcPolynomial == 0x1021, "the CRC routine is for polynomial 0x1021");
}  // namespace

void begin() { Serial.begin(LOCKOUT_BAUD); }

bool hasRoom(uint8_t bytes) { return Serial.availableForWrite() >= bytes; }

Frame::Frame(uint8_t id) : crc_(_crc_xmodem_update(protocol::kCrcInitial, id)) {
  Serial.write(kSysexStart);
  Serial.write(id);
}

Frame& Frame::u8(uint8_t value) {
  crc_ = _crc_xmodem_update(crc_, value);
  pack(value);
  return *this;
}

Frame& Frame::u16(uint16_t value) { return u8(value & 0xFF).u8(value >> 8); }

Frame& Frame::u32(uint32_t value) { return u16(value & 0xFFFF).u16(value >> 16); }

void Frame::send() {
  const uint16_t crc = crc_;
  pack(crc & 0xFF);
  pack(crc >> 8);
  if (factor_ > 1) Serial.write(carry_);
  Serial.write(kSysexEnd);
}

// One multiplication in place of two variable shifts, which AVR does in loops: 5 us less a byte.
void Frame::pack(uint8_t byte) {
  const uint16_t shifted = static_cast<uint16_t>(byte) * factor_;
  Serial.write((shifted | carry_) & 0x7F);
  carry_ = shifted >> 7;
  factor_ <<= 1;
  if (factor_ < 0x80) return;
  Serial.write(carry_);
  carry_ = 0;
  factor_ = 1;
}

int8_t unpack(uint8_t id, uint8_t* data, uint8_t packedBytes) {
  const uint8_t bytes = (static_cast<uint16_t>(packedBytes) * 7) / 8;
  if (bytes < 2) return -1;
  uint8_t from = 0;
  uint8_t shift = 0;
  // Each result lies at or before its first source byte, so packing out in place is safe.
  for (uint8_t i = 0; i < bytes; i++) {
    data[i] = (data[from] >> shift) | (data[from + 1] << (7 - shift));
    from++;
    if (++shift == 7) {
      shift = 0;
      from++;
    }
  }
  uint16_t crc = _crc_xmodem_update(protocol::kCrcInitial, id);
  for (uint8_t i = 0; i < bytes - 2; i++) crc = _crc_xmodem_update(crc, data[i]);
  const uint16_t sent = data[bytes - 2] | (static_cast<uint16_t>(data[bytes - 1]) << 8);
  return crc == sent ? bytes - 2 : -1;
}

}  // namespace link
