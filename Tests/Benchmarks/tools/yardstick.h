#ifndef YARDSTICK_H
#define YARDSTICK_H

#include <stdbool.h>
#include <stddef.h>

// A progress report for the Aliyun side.
struct report {
    char topic[200];
    char *payload; // to be freed
};

// False for what is no progress report of a Tencent device.
bool translate(const char *topic, const char *payload, size_t length, struct report *report);

#endif
