#include "status.h"

#include "counters.h"
#include "link.h"
#include "watchdog.h"

extern char __heap_start;
extern char* __brkval;

namespace status {

namespace {
bool due = true;
uint16_t seq = 0;
uint16_t worstPassUs = 0;
uint32_t sentMs = 0;

uint16_t freeRamBytes() {
  const char* const heapEnd = __brkval ? __brkval : &__heap_start;
  return reinterpret_cast<const char*>(SP) - heapEnd;
}
}  // namespace

void recordPass(uint32_t passUs) {
  const uint16_t clipped = passUs > 0xFFFF ? 0xFFFF : passUs;
  if (clipped > worstPassUs) worstPassUs = clipped;
}

void request() { due = true; }

bool service() {
  const uint32_t nowMs = millis();
  if (nowMs - sentMs >= protocol::kDeviceHeartbeatPeriodMs) due = true;
  if (!due || !link::hasRoom(link::wireBytes(protocol::kMessageStatusBytes))) return false;
  due = false;
  sentMs = nowMs;
  link::Frame frame(protocol::kMessageStatus);
  frame.u16(seq++).u32(micros()).u32(nowMs).u16(worstPassUs);
  frame.u16(counters::samplesDropped).u16(counters::framesCorrupt).u16(counters::framesUnknown).u16(freeRamBytes());
  frame.u8(watchdog::resetCause()).u8(kBoardKind).u8(protocol::kProtocolVersion);
  frame.send();
  worstPassUs = 0;
  return true;
}

}  // namespace status
