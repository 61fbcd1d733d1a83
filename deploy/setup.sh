# Sourced by the other scripts: installs what the project needs on Debian 12, and finds Swift.
# shellcheck shell=bash

packages=(mosquitto mosquitto-clients libmosquitto-dev libyaml-dev libsqlite3-dev zlib1g-dev pkg-config openssl iproute2)
PATH="$PATH:/usr/sbin:/opt/swift/usr/bin" # mosquitto stands in /usr/sbin, which is not on everybody's path

say() { printf '\033[1m==> %s\033[0m\n' "$*" >&2; }
fail() { printf 'error: %s\n' "$*" >&2; exit 69; }

is_installed() { dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed; }

install_packages() {
    local missing=() package
    if command -v dpkg-query >/dev/null; then
        for package in "${packages[@]}"; do is_installed "$package" || missing+=("$package"); done
    fi
    if [ ${#missing[@]} -gt 0 ]; then
        local root=()
        if [ "$(id -u)" -ne 0 ]; then root=(sudo); fi
        say "installing ${missing[*]}"
        {
            "${root[@]}" apt-get update -qq &&
                DEBIAN_FRONTEND=noninteractive "${root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}"
        } >&2 || fail "could not install ${missing[*]}; as root run: apt-get install ${missing[*]}"
    fi
    command -v mosquitto >/dev/null ||
        fail "mosquitto is not installed; on Debian and Ubuntu run: apt-get install mosquitto"
    command -v swift >/dev/null || fail "swift is not on the path; get Swift 6.3 from https://www.swift.org/install"
}
