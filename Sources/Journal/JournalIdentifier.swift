/// The random name of a journal, part of MQTT client identifiers.
enum JournalIdentifier {
    /// Ten letters and digits: 50 bits, and within the 23 characters every MQTT 3.1.1 server takes (section 3.1.3.1)
    /// there is room for more.
    static func make() -> String {
        let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")
        return String((0..<10).map { _ in alphabet[Int.random(in: 0..<alphabet.count)] })
    }
}
