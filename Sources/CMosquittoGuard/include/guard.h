#pragma once
#include <mosquitto.h>

/* What guarded_loop_read gives where the library would have ended the process; no MOSQ_ERR_... has this value. */
#define GUARD_ABORTED (-1000)

/* mosquitto_loop_read, but for one assertion of the library: on an MQTT 5 property that no standard knows it logs with a
 * null client (libmosquitto 2.0.11 lib/property_mosq.c:142), which lib/logging_mosq.c:37 asserts not to happen. Any broker
 * could so end the process and with it all other links.
 *
 * After GUARD_ABORTED the client is good for nothing but mosquitto_destroy. */
int guarded_loop_read(struct mosquitto *client, int packets);
