# Sourced by `inside`: mosquitto with the shipped configuration.
# shellcheck shell=bash
say "mosquitto with deploy/mosquitto: TLS and logins"
cp deploy/mosquitto/mosquitto.conf deploy/mosquitto/acl /etc/mosquitto/
devices=(PRODTENC01/dev1 PRODTENC01/dev2 a1AliPk0002/dev1)
logins=()
for name in gateway aliyun-cloud tencent-cloud console "${devices[@]}"; do logins+=(--user "$name"); done
deploy/mosquitto/credentials /etc/mosquitto --host localhost --host 127.0.0.1 "${logins[@]}"
chown mosquitto /var/lib/mosquitto

start_broker() {
    mosquitto -c /etc/mosquitto/mosquitto.conf >>"$work/mosquitto.log" 2>&1 &
    broker=$!
    holds "mosquitto starts" waits bash -c 'exec 3<>/dev/tcp/127.0.0.1/8883 && exec 4<>/dev/tcp/127.0.0.1/8884'
}
stop_broker() { kill -TERM "$broker" && { wait "$broker" || true; }; }
start_broker
holds "it has no complaint" fails grep -E '(Error|Warning|Note): ' "$work/mosquitto.log"

handshake() { openssl s_client -connect localhost:8883 -verify_return_error -verify_hostname localhost "$@" </dev/null; }
authority=(-CAfile /etc/mosquitto/certs/ca.crt)
holds "its certificate is good for its name" handshake "${authority[@]}"
holds "TLS 1.1 is refused" fails handshake "${authority[@]}" -tls1_1
holds "another authority's word is not enough" fails handshake -CAfile /dev/null
anyone=(mosquitto_pub -h localhost --cafile /etc/mosquitto/certs/ca.crt -V 5 -t x -m x)
holds "nobody comes in without a login" says "Not authorized" "${anyone[@]}" -p 8884
holds "nor with a wrong password" says "Not authorized" "${anyone[@]}" -p 8884 -u gateway -P wrong
holds "nor without TLS" fails timeout 5 mosquitto_pub -h localhost -p 8883 -u gateway -P wrong -t x -m x

say "the access list, in both directions"
hear gateway.heard gateway '$ota/report/+/+' '/ota/device/inform/+/+' '/ota/device/progress/+/+'
hear aliyun.heard aliyun-cloud '#'
denied="Not authorized"
holds "a device writes its own topic" publish PRODTENC01/dev1 -t '$ota/report/PRODTENC01/dev1' -m own
holds "but no other device's" says "$denied" publish PRODTENC01/dev1 -t '$ota/report/PRODTENC01/dev2' -m other
holds "nor with its client identifier" says "$denied" \
    publish PRODTENC01/dev1 -i PRODTENC01/dev2 -t '$ota/report/PRODTENC01/dev2' -m other
holds "nor its own offers" says "$denied" publish PRODTENC01/dev1 -t '$ota/update/PRODTENC01/dev1' -m forged
holds "a device of the other family writes its own" publish a1AliPk0002/dev1 -t /ota/device/inform/a1AliPk0002/dev1 -m own
# a device has one connection: its listener comes after what it has said
hear dev1.heard PRODTENC01/dev1 '$ota/update/PRODTENC01/+' '$ota/report/#' '#' '$SYS/#'
holds "the gateway writes offers" publish gateway -t '$ota/update/PRODTENC01/dev1' -m offer1
holds "for every device" publish gateway -t '$ota/update/PRODTENC01/dev2' -m offer2
holds "and what backends hear" publish gateway -t /ota/device/inform/a1AliPk0001/dev1 -m report
holds "and progress" publish gateway -t ota/progress/tencent/PRODTENC01/dev1 -m event
holds "a backend reaches no device of another product" says "$denied" \
    publish aliyun-cloud -t /ota/device/upgrade/a1AliPk0002/dev1 -m past
holds "but its own" publish aliyun-cloud -t /ota/device/upgrade/a1AliPk0001/dev1 -m offer
holds "who watches writes nothing" says "$denied" publish console -t ota/progress/tencent/PRODTENC01/dev1 -m x
holds "the gateway hears devices of both families" waits heard gateway.heard '/ota/device/inform/a1AliPk0002/dev1 own'
holds "what was allowed" heard gateway.heard '$ota/report/PRODTENC01/dev1 own'
holds "and nothing forged" fails heard gateway.heard '$ota/report/PRODTENC01/dev2'
holds "a device hears its offers" waits heard dev1.heard '$ota/update/PRODTENC01/dev1 offer1'
holds "and nothing else, whatever it subscribes to" test "$(grep -c HEARD "$work/dev1.heard")" = 1
holds "a backend hears its product's devices" waits heard aliyun.heard '/ota/device/inform/a1AliPk0001/dev1 report'
holds "and nothing else" test "$(grep -c HEARD "$work/aliyun.heard")" = 1

hear_no_more

say "what waits for a gateway that is away"
session=(-i ota-gateway-site-test -c -x 3600 -t '$ota/report/+/+')
listen gateway "${session[@]}" -E
seq 1 3000 | publish PRODTENC01/dev1 -t '$ota/report/PRODTENC01/dev1' -l
stop_broker
start_broker
listen gateway "${session[@]}" -C 3000 -W 20 >"$work/kept"
holds "3,000 reports, in their order, over a restart of the broker" diff <(seq 1 3000) "$work/kept"
hear dev2.heard PRODTENC01/dev2 '$ota/update/PRODTENC01/dev2'
listen PRODTENC01/dev1 -i PRODTENC01/dev2 -E -t x
publish gateway -t '$ota/update/PRODTENC01/dev2' -m offer3
holds "a device takes over nobody's session" waits heard dev2.heard '$ota/update/PRODTENC01/dev2 offer3'
holds "which nothing has ended" test "$(grep -c 'received SUBACK' "$work/dev2.heard")" = 1
hear_no_more

say "devices with certificates"
sed -i 's/^#\(require_certificate\|use_identity\)/\1/' /etc/mosquitto/mosquitto.conf
stop_broker
start_broker
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj '/CN=PRODTENC01\/dev1' \
    -CA /etc/mosquitto/certs/ca.crt -CAkey /etc/mosquitto/certs/ca.key -addext basicConstraints=critical,CA:FALSE \
    -keyout "$work/dev1.key" -out "$work/dev1.crt" 2>/dev/null
device=(mosquitto_pub -h localhost -p 8883 --cafile /etc/mosquitto/certs/ca.crt -V 5 -q 1 -m x)
own=(--cert "$work/dev1.crt" --key "$work/dev1.key")
holds "a device's certificate is its login" "${device[@]}" "${own[@]}" -t '$ota/report/PRODTENC01/dev1'
holds "for its own topics only" says "$denied" "${device[@]}" "${own[@]}" -t '$ota/report/PRODTENC01/dev2'
holds "a password is none any more" fails publish PRODTENC01/dev1 -t '$ota/report/PRODTENC01/dev1' -m x
stop_broker
cp deploy/mosquitto/mosquitto.conf /etc/mosquitto/
start_broker
