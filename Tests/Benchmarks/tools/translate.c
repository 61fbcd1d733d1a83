// The yardstick's translation: a Tencent progress report becomes an Aliyun one.
#include "yardstick.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const cJSON *member(const cJSON *object, const char *name) {
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

static const char *text(const cJSON *object, const char *name) { return cJSON_GetStringValue(member(object, name)); }

static const char *step(const cJSON *progress) {
    const char *state = text(progress, "state"), *percent = text(progress, "percent");
    const char *code = text(progress, "result_code");
    if (state && !strcmp(state, "downloading")) return percent ? percent : "0";
    if (state && (!strcmp(state, "burning") || !strcmp(state, "done"))) return "100";
    if (!code) return "-1";
    switch (atoi(code)) {
    case -5: return "-4";
    case -4: return "-3";
    default: return "-2";
    }
}

static char *print(const cJSON *progress) {
    static unsigned identifier;
    char id[16];
    snprintf(id, sizeof id, "%u", ++identifier);
    const char *note = text(progress, "result_msg");
    cJSON *message = cJSON_CreateObject();
    cJSON_AddStringToObject(message, "id", id);
    cJSON *params = cJSON_AddObjectToObject(message, "params");
    cJSON_AddStringToObject(params, "step", step(progress));
    cJSON_AddStringToObject(params, "desc", note ? note : "");
    char *payload = cJSON_PrintUnformatted(message);
    cJSON_Delete(message);
    return payload;
}

bool translate(const char *topic, const char *payload, size_t length, struct report *report) {
    char product[64], device[64];
    if (sscanf(topic, "$ota/report/%63[^/]/%63[^/]", product, device) != 2) return false;
    cJSON *message = cJSON_ParseWithLength(payload, length);
    if (!message) return false;
    const char *type = text(message, "type");
    bool is_progress = type && !strcmp(type, "report_progress");
    if (is_progress) {
        snprintf(report->topic, sizeof report->topic, "/ota/device/progress/%s/%s", product, device);
        report->payload = print(member(member(message, "report"), "progress"));
    }
    cJSON_Delete(message);
    return is_progress && report->payload;
}
