# Sourced by `inside`: the gateway as its unit starts it, at that broker, by TLS.
# shellcheck shell=bash
say "the unit"
deploy/systemd/install --root "$work/root" "$program"
for folder in /etc/ota-gateway /usr/local/bin; do
    [ -d "$folder" ] || { mkdir -p "$folder" && made+=("$folder"); }
    mount --bind "$work/root$folder" "$folder"
done
unit="$work/root/etc/systemd/system/ota-gateway.service"
if command -v systemd-analyze >/dev/null; then
    holds "systemd finds nothing wrong with it" says_not ota-gateway systemd-analyze verify "$unit"
    holds "its exposure is low" systemd-analyze security --offline=true --threshold=20 --no-pager "$unit"
else
    echo "not tried: systemd-analyze is not installed"
fi
etc=/etc/ota-gateway
install -m 644 /etc/mosquitto/certs/ca.crt $etc/ca.crt
install -m 640 -g "$user" /etc/mosquitto/secrets/gateway $etc/secrets/gateway
chgrp "$user" $etc/secrets
install -d -m 700 -o "$user" -g "$user" /var/lib/ota-gateway
holds "its configuration has no findings" ota-gateway check $etc/gateway.yaml

# What the unit asks for, as far as it can be had without systemd: its user, no rights, and nothing but the state folder to write.
read -ra command < <(sed -n 's/^ExecStart=//p' "$unit")
notify() { perl "$here/notify.pl" "$1" >"$work/notify.log" & }
sandbox() {
    unshare --mount --propagation private bash -c '
        mount -t tmpfs -o mode=755 none /home && mount -t tmpfs -o mode=700 none /root
        mount -t tmpfs none /tmp && mount -t tmpfs none /var/tmp
        mount -t proc -o subset=pid,hidepid=invisible proc /proc
        mount --bind /var/lib/ota-gateway /var/lib/ota-gateway
        while read -r _ _ _ _ place _; do
            case "$place" in /var/lib/ota-gateway | /tmp | /proc* | /dev* | /sys*) ;; *) mount -o remount,bind,ro "$place" ;; esac
        done < <(tac /proc/self/mountinfo) 2>/dev/null
        ulimit -n 4096
        umask 077
        exec setpriv --reuid "$0" --regid "$0" --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all \
            --ambient-caps=-all env -i NOTIFY_SOCKET=@ota-gateway "$@"' "$user" "$@"
}
start_gateway() {
    sandbox "${command[@]}" 2>>"$work/gateway.log" &
    gateway=$!
    holds "the gateway is ready" waits has "$work/notify.log" "READY=1"
}
notify @ota-gateway
holds "somebody listens for it" waits has "$work/notify.log" "listening"
holds "the sandbox holds: nothing can be written but the state" sandbox sh -c '
    touch /var/lib/ota-gateway/x && rm /var/lib/ota-gateway/x && ! touch /etc/ota-gateway/x /usr/x /var/x /root/x 2>/dev/null &&
    ! cat /etc/mosquitto/secrets/console 2>/dev/null'
start_gateway
holds "over TLS, with MQTT 5" has "$work/gateway.log" "connected to broker 'site' (mqtt 5"
holds "it says that it lives" waits has "$work/notify.log" "WATCHDOG=1"
holds "it has nothing to complain of" fails grep -E ' (warning|error|critical) ' "$work/gateway.log"
holds "its health is good" says "at work" ota-gateway status --config $etc/gateway.yaml --health

say "an upgrade passes, from device to backend and back"
device=PRODTENC01/dev1 cloud=a1AliPk0001/dev1
hear cloud.heard aliyun-cloud "/ota/device/inform/$cloud" "/ota/device/progress/$cloud"
hear console.heard console 'ota/progress/#'
hear offer.heard "$device" "\$ota/update/$device"
report() { # as the device, whose one connection listens: a second login would end it, so it speaks through that port
    mosquitto_pub -h localhost -p 8884 --cafile /etc/mosquitto/certs/ca.crt -u "$device" \
        -P "$(cat "/etc/mosquitto/secrets/$device")" -V 5 -q 1 -t "\$ota/report/$device" -m "$1"
}
holds "a device reports its version" report '{"type":"report_version","report":{"version":"1.0.0"}}'
holds "it has its receipt" waits heard offer.heard "\$ota/update/$device {\"result_code\":0"
holds "the backend hears of it" waits heard cloud.heard "/ota/device/inform/$cloud {\"id\":\"1\",\"params\":{\"version\":\"1.0.0\"}}"
md5=36eb5951179db14a631463a37a9322a2
offer='{"code":"1000","data":{"size":7,"sign":"'$md5'","version":"2.0.0","signMethod":"Md5","url":"https://h/f.bin","md5":"'$md5'"},"id":0,"message":"success"}'
holds "the backend offers" publish aliyun-cloud -t "/ota/device/upgrade/$cloud" -m "$offer"
holds "the device has the offer" waits heard offer.heard "\$ota/update/$device {\"file_size\":7"
progress() {
    report '{"type":"report_progress","report":{"progress":{"state":"'"$1"'","percent":"'"$2"'","result_code":"0","result_msg":""},"version":"2.0.0"}}'
}
holds "it loads" progress downloading 50
holds "the backend hears how far" waits heard cloud.heard "/ota/device/progress/$cloud {\"id\":\"2\",\"params\":{\"step\":\"50\""
holds "it has done it" progress done 100
holds "it says so with its version" report '{"type":"report_version","report":{"version":"2.0.0"}}'
holds "who watches sees it succeed" waits grep -q 'HEARD ota/progress/tencent/PRODTENC01/dev1 .*"phase":"succeeded"' "$work/console.heard"
holds "a misspelt device is told from the right one" says "did you mean 'dev1'?" \
    ota-gateway status --config $etc/gateway.yaml dev11
holds "and the operator" says "attempt 1: succeeded" ota-gateway status --config $etc/gateway.yaml dev1

say "its end, and what is left"
child() { pgrep -x ota-gateway; } # nobody else's: the process identifiers are ours alone
kill -TERM "$(child)"
code=0
wait "$gateway" || code=$?
holds "SIGTERM ends it with 0" test "$code" = 0
holds "it has said goodbye" has "$work/notify.log" "STOPPING=1"
holds "no gateway, no health" fails ota-gateway status --config $etc/gateway.yaml --health
holds "status is answered all the same, by root too" says "succeeded" ota-gateway status --config $etc/gateway.yaml
holds "and leaves nothing that the gateway could not open" \
    test -z "$(find /var/lib/ota-gateway -not -uid "$user" -print)"

if command -v strace >/dev/null && command -v systemd-analyze >/dev/null; then
    say "the system calls of a start and an end are those that the unit allows"
    trace=/var/lib/ota-gateway/trace
    : >"$work/notify.log"
    command=(strace -f -qq -o "$trace" "${command[@]}")
    start_gateway
    kill -TERM "$(child)"
    wait "$gateway"
    command=("${command[@]:5}")
    calls() { systemd-analyze syscall-filter "$@" | sed -n 's/^    \([a-z0-9_]*\)$/\1/p' | sort -u; }
    # groups name groups in their turn
    all() {
        local group inner
        for group in "$@"; do
            calls "$group"
            inner="$(systemd-analyze syscall-filter "$group" | sed -n 's/^    \(@.*\)$/\1/p')"
            # shellcheck disable=SC2086
            [ -z "$inner" ] || all $inner
        done
    }
    sed -nE 's/^[0-9]+ +([a-z0-9_]+)\(.*/\1/p' "$trace" | sort -u >"$work/made"
    comm -23 <(all @system-service | sort -u) <(all @privileged | sort -u) >"$work/allowed"
    holds "each of them" test -z "$(comm -23 "$work/made" "$work/allowed" | tee "$work/not-allowed.log")"
    holds "and no memory that is written and run" fails grep -E 'PROT_WRITE\|PROT_EXEC' "$trace"
    holds "and no other sockets" fails grep -E 'socket\(AF_' <(grep -vE 'socket\((AF_INET|AF_INET6|AF_UNIX|AF_NETLINK),' "$trace")
else
    echo "not tried: strace or systemd-analyze is not installed"
fi
sed -i 's/^name:.*/nmae: plant-7/' $etc/gateway.yaml
code=0
sandbox "${command[@]}" 2>>"$work/gateway.log" || code=$?
holds "an unusable configuration is code 78, which the unit does not try again" test "$code" = 78
