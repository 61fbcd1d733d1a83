// The far side of the load generator: one subscriber on a thread of its own.
#include "load.h"

#include <mosquitto.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { most_latencies = 4000000 };

static uint32_t *latencies;
static atomic_long latency_count, received;
static atomic_bool is_subscribed, is_measured;

static void on_connect(struct mosquitto *client, void *context, int code) {
    const struct options *options = context;
    if (code != 0) fail("sink", "the broker refuses the connection");
    mosquitto_subscribe(client, NULL, options->sink_topic, 1);
}

static void on_subscribe(struct mosquitto *client, void *context, int identifier, int count, const int *granted) {
    (void)client, (void)context, (void)identifier, (void)count;
    if (granted[0] > 2) fail("sink", "the broker refuses the subscription");
    is_subscribed = true;
}

static void on_message(struct mosquitto *client, void *context, const struct mosquitto_message *message) {
    (void)client, (void)context;
    received++;
    if (!is_measured) return;
    const char *sent = memmem(message->payload, (size_t)message->payloadlen, "T@", 2);
    if (!sent) return;
    uint64_t latency = (now() - strtoull(sent + 2, NULL, 10)) / 1000;
    long place = latency_count++;
    if (place < most_latencies) latencies[place] = latency > UINT32_MAX ? UINT32_MAX : (uint32_t)latency;
}

// One call reads about one packet (lib/loop.c of libmosquitto): repeat it while messages come.
static int drain(struct mosquitto *client) {
    for (int turn = 0; turn < 64; turn++) {
        long before = received;
        int code = mosquitto_loop_read(client, 1);
        if (code || received == before) return code;
    }
    return 0;
}

static void *run(void *context) {
    const struct options *options = context;
    struct mosquitto *client = mosquitto_new(NULL, true, context);
    mosquitto_connect_callback_set(client, on_connect);
    mosquitto_subscribe_callback_set(client, on_subscribe);
    mosquitto_message_callback_set(client, on_message);
    mosquitto_threaded_set(client, true);
    int code = mosquitto_connect(client, "127.0.0.1", options->sink_port, 60);
    while (!code) {
        struct pollfd entry = {mosquitto_socket(client), POLLIN, 0};
        if (mosquitto_want_write(client)) entry.events |= POLLOUT;
        poll(&entry, 1, 100);
        if (entry.revents & (POLLIN | POLLHUP)) code = drain(client);
        if (!code && mosquitto_want_write(client)) code = mosquitto_loop_write(client, 1);
        if (!code) code = mosquitto_loop_misc(client);
    }
    fail("sink", mosquitto_strerror(code));
}

void sink_start(const struct options *options) {
    latencies = malloc(most_latencies * sizeof *latencies);
    pthread_t thread;
    if (!latencies || pthread_create(&thread, NULL, run, (void *)options)) fail("sink", "no memory or no thread");
    for (int turn = 0; turn < 500 && !is_subscribed; turn++) usleep(10000);
    if (!is_subscribed) fail("sink", "no subscription within 5 s");
}

long sink_received(void) { return received; }

void sink_measure(bool is_measuring) { is_measured = is_measuring; }

static int compare(const void *left, const void *right) {
    uint32_t first = *(const uint32_t *)left, second = *(const uint32_t *)right;
    return (first > second) - (first < second);
}

uint32_t sink_latency(double part) {
    long count = latency_count < most_latencies ? latency_count : most_latencies;
    if (count == 0) return 0;
    qsort(latencies, (size_t)count, sizeof *latencies, compare);
    long place = (long)((double)count * part);
    return latencies[place < count ? place : count - 1];
}
