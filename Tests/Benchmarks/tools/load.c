// Publishes Tencent progress reports for many devices at one broker, counts and times what arrives at another, and prints
// one JSON object. The send time travels in result_msg, which whatever is measured must carry to the other side.
#include "load.h"

#include <mosquitto.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static const uint64_t second = 1000000000u;

uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * second + (uint64_t)time.tv_nsec;
}

_Noreturn void fail(const char *what, const char *why) {
    fprintf(stderr, "load: %s: %s\n", what, why);
    exit(1);
}

static struct options read_options(int count, char **words) {
    struct options options = {
        .publish_port = 1883, .sink_port = 1883, .sink_topic = "$ota/report/P/+", .product = "P", .devices = 100000,
        .connections = 50, .window = 400, .rate = 0, .warm_up = 2, .seconds = 8,
    };
    int letter;
    while ((letter = getopt(count, words, "p:s:t:P:D:n:w:m:W:d:N:f:")) > 0) switch (letter) {
        case 'p': options.publish_port = atoi(optarg); break;
        case 's': options.sink_port = atoi(optarg); break;
        case 't': options.sink_topic = optarg; break;
        case 'P': options.product = optarg; break;
        case 'D': options.devices = atol(optarg); break;
        case 'n': options.connections = atoi(optarg); break;
        case 'w': options.window = atoi(optarg); break;
        case 'm': options.rate = atof(optarg); break;
        case 'W': options.warm_up = atoi(optarg); break;
        case 'd': options.seconds = atoi(optarg); break;
        case 'N': options.messages = atol(optarg); break;
        case 'f': options.percent = atol(optarg); break;
        default: exit(64);
        }
    return options;
}

// How many messages may have been sent by now.
static long allowance(const struct options *options, uint64_t elapsed) {
    long limit = sink_received() + 4L * options->window;
    if (options->messages && options->messages < limit) limit = options->messages;
    if (options->rate <= 0) return limit;
    long due = (long)((double)elapsed / (double)second * options->rate);
    return due < limit ? due : limit;
}

int main(int count, char **words) {
    struct options options = read_options(count, words);
    mosquitto_lib_init();
    sink_start(&options);
    devices_connect(&options);

    uint64_t start = now(), measured_from = start + (uint64_t)options.warm_up * second;
    uint64_t end = measured_from + (uint64_t)options.seconds * second;
    long received_before = 0;
    bool is_measuring = false;
    for (uint64_t time = start; time < end; time = now()) {
        if (options.messages && devices_sent() == options.messages) break;
        if (!is_measuring && time >= measured_from) {
            is_measuring = true;
            measured_from = time;
            received_before = sink_received();
            sink_measure(true);
        }
        bool did_publish = devices_publish(&options, allowance(&options, time - start));
        devices_read(did_publish ? 0 : 1);
    }
    sink_measure(false);
    double seconds = (double)(now() - measured_from) / (double)second;
    long received = sink_received() - received_before;
    // What is under way gets ten seconds to arrive.
    for (int turn = 0; turn < 1000 && sink_received() < devices_sent(); turn++) devices_read(10);
    printf("{\"per_second\":%.0f,\"p50_us\":%u,\"p99_us\":%u,\"max_us\":%u,\"sent\":%ld,\"received\":%ld}\n",
           (double)received / seconds, sink_latency(0.5), sink_latency(0.99), sink_latency(1), devices_sent(),
           sink_received());
    return 0;
}
