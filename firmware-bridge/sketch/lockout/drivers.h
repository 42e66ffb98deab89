// Every kind of sensor that this firmware drives. A new one is a driver, its kind in protocol.json, and a name in the table.
#pragma once
#include "hcsr04.h"
#include "hx711.h"
#include "nau7802.h"
#include "vl53l0x.h"
#include "vl53l1x.h"

// The class of a driver is named as its kind: Hx711 drives protocol::kSensorKindHx711.
#define LOCKOUT_DRIVERS(EACH) EACH(Hx711) EACH(Nau7802) EACH(Vl53l1x) EACH(Vl53l0x) EACH(Hcsr04)
