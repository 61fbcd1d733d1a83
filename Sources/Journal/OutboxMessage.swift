/// A message to be delivered on a link, on its way into the outbox.
package struct OutboxMessage: Sendable, Hashable {
    /// Name of the link that carries it.
    package var link: String
    package var topic: String
    package var payload: [UInt8]
    /// 0 or 1.
    package var qos: UInt8
    package var kind: OutboxKind
    /// Text of (device, module, kind, attempt); nil for version reports and terminals, which are never superseded.
    ///
    /// An older message on the same link with the same text is dropped for this one unless it is in flight.
    package var supersedeKey: String?
    /// When the signed URL of an offer ends, in seconds since 1970: such a message is not sent later than that.
    package var expiry: Int64?
    package var device: DeviceKey
    /// When it was made, in milliseconds since 1970.
    package var created: Int64

    package init(
        link: String, topic: String, payload: [UInt8], qos: UInt8 = 1, kind: OutboxKind, supersedeKey: String? = nil,
        expiry: Int64? = nil, device: DeviceKey, created: Int64
    ) {
        self.link = link
        self.topic = topic
        self.payload = payload
        self.qos = qos
        self.kind = kind
        self.supersedeKey = supersedeKey
        self.expiry = expiry
        self.device = device
        self.created = created
    }

    /// What it counts towards the outbox's bound: its bytes, and an estimate for the row and its index entries.
    var size: Int64 {
        Int64(topic.utf8.count + payload.count + device.text.utf8.count + 2 * (supersedeKey?.utf8.count ?? 0) + 48)
    }
}

/// A message read back from the outbox.
package struct OutboxRow: Sendable, Hashable {
    /// Its place: rising in the order of delivery on one link, and unique over all links.
    package let sequence: Int64
    package let message: OutboxMessage

    package init(sequence: Int64, message: OutboxMessage) {
        self.sequence = sequence
        self.message = message
    }
}
