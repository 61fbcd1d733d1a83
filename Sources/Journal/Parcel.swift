/// Messages that their link takes with the commit that brings them: one row holds them all.
///
/// Nearly all of them are delivered a few milliseconds later, so that a row for each would cost more than all else they need.
/// What is delivered of a parcel is known in memory only, until all of it is, or something behind it, or `tidyOutbox` asks: then
/// the row goes, or is written anew with what is left. So what comes again after a crash is what was delivered last, and
/// nothing older than that.
struct Parcel {
    struct Entry {
        let sequence: Int64
        let bytes: Int64
    }

    /// Bytes of a row after which the next message begins another one.
    static let byteLimit = 1_000_000

    /// The key of its row: the first sequence that it was made with.
    let row: Int64
    /// Not delivered yet, in order.
    private(set) var left: ArraySlice<Entry>
    /// Of those.
    private(set) var bytes: Int64
    /// How many messages its row holds.
    private var stored: Int

    init(row: Int64, _ entries: [Entry]) {
        self.row = row
        left = entries[...]
        stored = entries.count
        bytes = entries.reduce(0) { $0 + $1.bytes }
    }

    /// Whether its row holds messages that are delivered.
    var isPartial: Bool { left.count < stored }

    /// Takes out a message; nil where it is none of these.
    mutating func remove(_ sequence: Int64) -> Entry? {
        guard let last = left.last, sequence <= last.sequence else { return nil }
        // acknowledgements come nearly in order
        guard let place = left.firstIndex(where: { $0.sequence >= sequence }), left[place].sequence == sequence else {
            return nil
        }
        let entry = left[place]
        bytes -= entry.bytes
        if place == left.startIndex { left.removeFirst() } else { left.remove(at: place) }
        return entry
    }

    /// Its row has been written anew with what is left.
    mutating func rewritten() { stored = left.count }
}

/// The stored form of a parcel's messages, one after the other.
///
/// Law: `OutboxRow.decode(rows.reduce(into: []) { $1.encode(to: &$0) }, link: link) == rows`, for rows without a supersede key:
/// what is on its way is superseded by nothing.
extension OutboxRow {
    package func encode(to out: inout [UInt8]) {
        message.encode(as: sequence, to: &out)
    }

    /// Nil for damaged bytes.
    package static func decode(_ bytes: [UInt8], link: String) -> [OutboxRow]? {
        var (rows, rest): ([OutboxRow], ArraySlice<UInt8>) = ([], bytes[...])
        while !rest.isEmpty {
            guard let row = OutboxRow(&rest, link: link) else { return nil }
            rows.append(row)
        }
        return rows
    }

    private init?(_ rest: inout ArraySlice<UInt8>, link: String) {
        guard let sequence = Frame.popNumber(&rest), let created = Frame.popNumber(&rest), let kind = rest.popFirst(),
            let kind = OutboxKind(rawValue: Int64(kind)), let qos = rest.popFirst(), let expires = rest.popFirst()
        else { return nil }
        var expiry: Int64?
        if expires != 0 {
            guard let number = Frame.popNumber(&rest) else { return nil }
            expiry = Int64(bitPattern: number)
        }
        guard let device = Frame.popText(&rest), let topic = Frame.popText(&rest), let payload = Frame.pop(&rest) else {
            return nil
        }
        self.init(
            sequence: Int64(bitPattern: sequence),
            message: OutboxMessage(
                link: link, topic: topic, payload: Array(payload), qos: qos, kind: kind, expiry: expiry,
                device: DeviceKey(device), created: Int64(bitPattern: created)))
    }
}

extension OutboxMessage {
    /// Its place, when it was made, kind, quality of service, whether it expires and when, device, topic and payload.
    func encode(as sequence: Int64, to out: inout [UInt8]) {
        Frame.append(UInt64(bitPattern: sequence), to: &out)
        Frame.append(UInt64(bitPattern: created), to: &out)
        out.append(UInt8(truncatingIfNeeded: kind.rawValue))
        out.append(qos)
        out.append(expiry == nil ? 0 : 1)
        if let expiry { Frame.append(UInt64(bitPattern: expiry), to: &out) }
        Frame.append(device.text.utf8.span, to: &out)
        Frame.append(topic.utf8.span, to: &out)
        Frame.append(payload.span, to: &out)
    }
}
