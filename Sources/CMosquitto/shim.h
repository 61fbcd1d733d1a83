#include <mosquitto.h>
#include <mqtt_protocol.h>
/* Swift's Glibc module leaves this one out. */
#include <sys/eventfd.h>
