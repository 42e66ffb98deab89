#include "counters.h"

namespace counters {

uint16_t samplesDropped = 0;
uint16_t framesCorrupt = 0;
uint16_t framesUnknown = 0;

}  // namespace counters
