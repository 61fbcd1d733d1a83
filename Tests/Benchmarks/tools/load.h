// What the parts of the load generator share.
#ifndef LOAD_H
#define LOAD_H

#include <stdbool.h>
#include <stdint.h>

struct options {
    int publish_port;       // the broker that the devices are on
    int sink_port;          // the broker on which their messages come out
    const char *sink_topic; // the filter of what is counted there
    const char *product;
    long devices;
    int connections; // the devices share these
    int window;      // messages without PUBACK over all connections; four times as many may be on their way
    double rate;     // messages a second; 0 is as many as come through
    int warm_up;     // seconds before measuring begins
    int seconds;     // seconds of measuring
    long messages;   // ends after so many; 0 ends by time
    long percent;    // what the devices say first; a gateway passes nothing on that it has heard before
};

// Nanoseconds of a clock that never goes back.
uint64_t now(void);

// The far side: subscribes, counts, and times what comes by the send time in it.
void sink_start(const struct options *options);
long sink_received(void);
void sink_measure(bool is_measuring);
// Sorts the latencies; the part is 0.5 for the median. Microseconds.
uint32_t sink_latency(double part);

// The near side: connections that publish reports for many devices.
void devices_connect(const struct options *options);
// Publishes as long as windows, rate and `allowed` let it, and writes it out; true if it published anything.
bool devices_publish(const struct options *options, long allowed);
// Waits for PUBACKs for at most so many milliseconds.
void devices_read(int milliseconds);
long devices_sent(void);

_Noreturn void fail(const char *what, const char *why);

#endif
