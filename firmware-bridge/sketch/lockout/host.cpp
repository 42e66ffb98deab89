#include "host.h"

#include "firmata.h"
#include "sample_queue.h"

namespace host {

namespace {
bool listening = false;
uint32_t heardMs;
}  // namespace

void heartbeat() {
  heardMs = millis();
  listening = true;
}

bool isListening() { return listening; }

void service() {
  if (!listening || millis() - heardMs < protocol::kHostSilenceMs) return;
  listening = false;
  sample_queue::clear();
  firmata::makeOutputsSafe();
}

}  // namespace host
