# Sourced by the others: checks with one line each, and clients of the broker.
# shellcheck shell=bash
passed=0
made=()

say() { printf '\033[1m==> %s\033[0m\n' "$*"; }

# What is expected, then a command.
holds() {
    local what="$1" said
    shift
    if said="$("$@" 2>&1)"; then
        passed=$((passed + 1))
        echo "ok: $what"
    else
        printf 'NOT OK: %s\n%s\n%s\n' "$what" "$*" "$said"
        for log in "$work"/*.log; do printf -- '--- %s\n' "$log" && tail -n 40 "$log"; done
        exit 1
    fi
}

fails() { if "$@"; then return 1; fi; }

# The command's output has a text in it; or has it not.
says() { local text="$1"; shift; { "$@" 2>&1 || true; } | grep -qF -- "$text"; }
says_not() { fails says "$@"; }

# Waits until a command succeeds.
waits() {
    local tries=200
    until "$@" >/dev/null 2>&1; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || return 1
        sleep 0.05
    done
}

has() { grep -qF -- "$2" "$1"; }

# publish/listen LOGIN OPTION...: a client of mosquitto with the password that `credentials` has made.
login() { # the options of a user: gateway, backends and people have a port of their own
    port=8883
    case "$1" in */*) ;; *) port=8884 ;; esac
    options=(-h localhost -p "$port" --cafile /etc/mosquitto/certs/ca.crt -u "$1" -P "$(cat "/etc/mosquitto/secrets/$1")" -V 5)
}
publish() { local options port; login "$1"; shift; mosquitto_pub "${options[@]}" -q 1 "$@"; }
listen() { local options port; login "$1"; shift; mosquitto_sub "${options[@]}" -q 1 "$@"; }

# Listens in the background; the file has one line `HEARD topic payload` for each message. A device's login is its client
# identifier: whoever else comes with it ends the listening, which then begins again, and ends the other.
listeners=()
hear() { # file, login, filters...
    local file="$1" login="$2" options port filters=()
    shift 2
    for filter in "$@"; do filters+=(-t "$filter"); done
    login "$login"
    stdbuf -oL mosquitto_sub "${options[@]}" -q 1 -d -F 'HEARD %t %p' "${filters[@]}" >"$work/$file" 2>&1 &
    listeners+=($!)
    holds "$login can listen" waits has "$work/$file" "Subscribed (mid"
}
hear_no_more() {
    kill "${listeners[@]}" 2>/dev/null || true
    wait "${listeners[@]}" 2>/dev/null || true
    listeners=()
}
heard() { has "$work/$1" "HEARD $2"; }
