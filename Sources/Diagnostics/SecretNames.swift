/// Whether a member or parameter of that name gives something away: a login, a key, or who somebody is.
package func namesSecret(_ name: String) -> Bool {
    let name = name.lowercased().filter { $0.isLetter || $0.isNumber }
    return [
        "pass", "pwd", "secret", "token", "signature", "digestsign", "credential", "auth", "apikey", "accesskey", "psk",
        "cookie", "imei", "imsi", "iccid", "ssid", "macaddr",
    ].contains { name.contains($0) } || ["key", "mac", "ip"].contains(name)
}
