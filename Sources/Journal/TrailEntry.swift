/// One message that passed, as the trail keeps it: enough to see what a device and its backend said last.
package struct TrailEntry: Sendable, Hashable {
    /// Between whom, or what became of it; the raw value is stored, values are never reused.
    package enum Way: UInt8, Sendable, CaseIterable {
        case fromDevice = 1
        case fromBackend = 2
        case toDevice = 3
        case toBackend = 4
        /// The broker took it, and nobody subscribes to its topic.
        case unheard = 5
        /// The broker refused it.
        case refused = 6
    }

    package var way: Way
    package var device: DeviceKey
    package var topic: String
    /// The beginning of the payload; empty where the way says it all.
    package var payload: [UInt8]

    package init(way: Way, device: DeviceKey, topic: String, payload: [UInt8]) {
        self.way = way
        self.device = device
        self.topic = topic
        self.payload = payload.count > Self.payloadLimit ? Array(payload[..<Self.payloadLimit]) : payload
    }

    /// Bytes of a payload that are kept; all reports and most offers are shorter.
    package static let payloadLimit = 1024
}

/// The stored form of a commit's entries, one after the other: the way, then three texts with their length in front.
///
/// Law: `TrailEntry.decode(entries.reduce(into: []) { $1.encode(to: &$0) }) == entries`.
extension TrailEntry {
    package func encode(to out: inout [UInt8]) {
        out.append(way.rawValue)
        Self.append(device.text.utf8.span, to: &out)
        Self.append(topic.utf8.span, to: &out)
        Self.append(payload.span, to: &out)
    }

    /// What stands in front of the first damage.
    package static func decode(_ bytes: [UInt8]) -> [TrailEntry] {
        var entries: [TrailEntry] = []
        var rest = bytes[...]
        while let raw = rest.popFirst(), let way = Way(rawValue: raw), let device = text(&rest),
            let topic = text(&rest),
            let payload = piece(&rest)
        {
            entries.append(TrailEntry(way: way, device: DeviceKey(device), topic: topic, payload: Array(payload)))
        }
        return entries
    }

    private static func append(_ text: Span<UInt8>, to out: inout [UInt8]) {
        let count = min(text.count, Int(UInt16.max))
        out.append(UInt8(count >> 8))
        out.append(UInt8(count & 0xFF))
        unsafe text.extracting(..<count).withUnsafeBufferPointer { unsafe out.append(contentsOf: $0) }
    }

    private static func piece(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard let high = rest.popFirst(), let low = rest.popFirst() else { return nil }
        let count = Int(high) << 8 | Int(low)
        guard rest.count >= count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    private static func text(_ rest: inout ArraySlice<UInt8>) -> String? {
        piece(&rest).map { String(decoding: $0, as: UTF8.self) }
    }
}
