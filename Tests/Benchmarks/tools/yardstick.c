// The yardstick: one direction of the gateway's work written by hand in C, without records and mapping files. One thread
// reads what is there, translates it, appends it to a log, synchronises the log, and only then lets the PUBACKs go.
//   yardstick IN_PORT OUT_PORT LOG_FILE
#include "yardstick.h"

#include <fcntl.h>
#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { window = 1000, queue_size = 65536, log_size = 1 << 22 };

static struct report queue[queue_size]; // a ring of what is committed and not yet sent
static unsigned queue_head, queue_tail;
static char log_text[log_size];
static size_t log_length;
static long received, in_flight;
static bool is_out_up;

static _Noreturn void fail(const char *what) {
    fprintf(stderr, "yardstick: %s\n", what);
    exit(1);
}

static void on_in(struct mosquitto *client, void *context, int code) {
    (void)context, (void)code;
    mosquitto_subscribe(client, NULL, "$ota/report/+/+", 1);
}

static void on_out(struct mosquitto *client, void *context, int code) {
    (void)client, (void)context;
    is_out_up = code == 0;
}

static void on_publish(struct mosquitto *client, void *context, int identifier) {
    (void)client, (void)context, (void)identifier;
    in_flight--;
}

static void on_message(struct mosquitto *client, void *context, const struct mosquitto_message *message) {
    (void)client, (void)context;
    received++;
    struct report *report = &queue[queue_tail % queue_size];
    if (queue_tail - queue_head == queue_size) fail("the queue is full");
    if (!translate(message->topic, message->payload, (size_t)message->payloadlen, report)) return;
    queue_tail++;
    size_t room = sizeof log_text - log_length;
    int length = snprintf(log_text + log_length, room, "%s %s\n", report->topic, report->payload);
    if (length < 0 || (size_t)length >= room) fail("the log's buffer is full");
    log_length += (size_t)length;
}

static struct mosquitto *open_out(int port) {
    struct mosquitto *client = mosquitto_new(NULL, true, NULL);
    mosquitto_threaded_set(client, true);
    mosquitto_max_inflight_messages_set(client, window);
    mosquitto_connect_callback_set(client, on_out);
    mosquitto_publish_callback_set(client, on_publish);
    if (mosquitto_connect(client, "127.0.0.1", port, 60)) fail("no connection to the far broker");
    return client;
}

static struct mosquitto *open_in(int port) {
    struct mosquitto *client = mosquitto_new("yardstick", false, NULL);
    mosquitto_threaded_set(client, true);
    mosquitto_int_option(client, MOSQ_OPT_PROTOCOL_VERSION, 5);
    mosquitto_int_option(client, MOSQ_OPT_RECEIVE_MAXIMUM, window);
    mosquitto_connect_callback_set(client, on_in);
    mosquitto_message_callback_set(client, on_message);
    mosquitto_property *properties = NULL;
    mosquitto_property_add_int32(&properties, MQTT_PROP_SESSION_EXPIRY_INTERVAL, 3600);
    if (mosquitto_connect_bind_v5(client, "127.0.0.1", port, 60, NULL, properties)) fail("no connection to the near broker");
    return client;
}

// Repeats reading while it brings anything; one call reads about one packet.
static void drain(struct mosquitto *client, const long *count) {
    for (int turn = 0; turn < window; turn++) {
        long before = *count;
        if (mosquitto_loop_read(client, 1)) fail("a connection is lost");
        if (*count == before) return;
    }
}

static void write_out(struct mosquitto *client) {
    if (mosquitto_want_write(client) && mosquitto_loop_write(client, 1)) fail("a connection is lost");
}

static void commit(int file) {
    if (log_length == 0) return;
    if (write(file, log_text, log_length) != (ssize_t)log_length || fdatasync(file)) fail("the log cannot be written");
    log_length = 0;
}

static void publish(struct mosquitto *client) {
    while (queue_head != queue_tail && is_out_up && in_flight < window) {
        struct report *report = &queue[queue_head++ % queue_size];
        in_flight++;
        mosquitto_publish(client, NULL, report->topic, (int)strlen(report->payload), report->payload, 1, false);
        free(report->payload);
    }
}

int main(int count, char **words) {
    if (count != 4) fail("usage: yardstick IN_PORT OUT_PORT LOG_FILE");
    mosquitto_lib_init();
    int file = open(words[3], O_CREAT | O_WRONLY | O_TRUNC, 0600);
    if (file < 0) fail("the log cannot be made");
    struct mosquitto *out = open_out(atoi(words[2])), *in = open_in(atoi(words[1]));
    for (unsigned turn = 0;; turn++) {
        struct pollfd entries[2] = {{mosquitto_socket(in), POLLIN, 0}, {mosquitto_socket(out), POLLIN, 0}};
        if (mosquitto_want_write(out)) entries[1].events |= POLLOUT;
        write_out(in);
        poll(entries, 2, 100);
        if (entries[0].revents) drain(in, &received);
        commit(file);
        write_out(in); // the PUBACKs leave only now
        if (entries[1].revents & POLLIN) drain(out, &in_flight);
        publish(out);
        write_out(out);
        if (turn % 500 == 0) mosquitto_loop_misc(in), mosquitto_loop_misc(out);
    }
}
