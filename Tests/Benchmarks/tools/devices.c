// The near side of the load generator: some connections publish for all devices in turn. A device's percent rises by one
// each time round, so that nothing may be left out as a repetition.
#include "load.h"

#include <mosquitto.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct connection {
    struct mosquitto *client;
    bool is_up;
    int in_flight;
};

static struct connection *connections;
static struct pollfd *entries;
static int connection_count;
static long sent;

static void on_connect(struct mosquitto *client, void *context, int code) {
    (void)client;
    struct connection *connection = context;
    if (code != 0) fail("devices", "the broker refuses a connection");
    connection->is_up = true;
}

static void on_publish(struct mosquitto *client, void *context, int identifier) {
    (void)client, (void)identifier;
    ((struct connection *)context)->in_flight--;
}

static void check(int code) {
    if (code) fail("devices", mosquitto_strerror(code));
}

static void write_out(struct connection *connection) {
    if (mosquitto_want_write(connection->client)) check(mosquitto_loop_write(connection->client, 1));
}

static void connect_one(struct connection *connection, const struct options *options, int number) {
    char identifier[64];
    snprintf(identifier, sizeof identifier, "load-%d-%d", (int)getpid(), number);
    connection->client = mosquitto_new(identifier, true, connection);
    mosquitto_connect_callback_set(connection->client, on_connect);
    mosquitto_publish_callback_set(connection->client, on_publish);
    mosquitto_max_inflight_messages_set(connection->client, 0);
    mosquitto_threaded_set(connection->client, true);
    check(mosquitto_connect(connection->client, "127.0.0.1", options->publish_port, 60));
    for (int turn = 0; turn < 2000 && !connection->is_up; turn++) {
        write_out(connection);
        struct pollfd entry = {mosquitto_socket(connection->client), POLLIN, 0};
        if (poll(&entry, 1, 5) > 0) check(mosquitto_loop_read(connection->client, 1));
    }
    if (!connection->is_up) fail("devices", "no answer from the broker");
}

void devices_connect(const struct options *options) {
    connection_count = options->connections;
    connections = calloc((size_t)connection_count, sizeof *connections);
    entries = calloc((size_t)connection_count, sizeof *entries);
    if (!connections || !entries) fail("devices", "no memory");
    for (int number = 0; number < connection_count; number++) connect_one(&connections[number], options, number);
}

static void publish_one(struct connection *connection, const struct options *options) {
    char topic[128], payload[256];
    snprintf(topic, sizeof topic, "$ota/report/%s/d%ld", options->product, sent % options->devices);
    int length = snprintf(
        payload, sizeof payload,
        "{\"type\":\"report_progress\",\"report\":{\"progress\":{\"state\":\"downloading\",\"percent\":\"%ld\","
        "\"result_code\":\"0\",\"result_msg\":\"T@%llu#%ld\"},\"version\":\"0.2\"}}",
        (options->percent + sent / options->devices) % 101, (unsigned long long)now(), sent);
    sent++;
    connection->in_flight++;
    check(mosquitto_publish(connection->client, NULL, topic, length, payload, 1, false));
}

bool devices_publish(const struct options *options, long allowed) {
    int window = options->window / connection_count > 0 ? options->window / connection_count : 1;
    bool did_publish = false;
    for (int number = 0; number < connection_count; number++) {
        struct connection *connection = &connections[number];
        while (connection->in_flight < window && sent < allowed) {
            publish_one(connection, options);
            did_publish = true;
        }
        write_out(connection);
    }
    return did_publish;
}

void devices_read(int milliseconds) {
    static int turns;
    for (int number = 0; number < connection_count; number++) {
        struct mosquitto *client = connections[number].client;
        entries[number] = (struct pollfd){mosquitto_socket(client), POLLIN, 0};
        if (mosquitto_want_write(client)) entries[number].events |= POLLOUT;
        if (turns % 1000 == 0) check(mosquitto_loop_misc(client));
    }
    turns++;
    if (poll(entries, (nfds_t)connection_count, milliseconds) <= 0) return;
    for (int number = 0; number < connection_count; number++) {
        struct connection *connection = &connections[number];
        if (!entries[number].revents) continue;
        for (int turn = 0; turn < 64; turn++) {
            int before = connection->in_flight;
            check(mosquitto_loop_read(connection->client, 1));
            if (connection->in_flight == before) break;
        }
        write_out(connection);
    }
}

long devices_sent(void) { return sent; }
