/// A change of an upgrade record as a CloudEvent, kept for a later console.
package struct EventRecord: Sendable, Hashable {
    /// CloudEvents `subject`.
    package var subject: String
    /// CloudEvents `id`.
    package var id: String
    /// When it was heard, in milliseconds since 1970.
    package var time: Int64
    /// The whole event, structured mode.
    package var json: [UInt8]

    package init(subject: String, id: String, time: Int64, json: [UInt8]) {
        self.subject = subject
        self.id = id
        self.time = time
        self.json = json
    }
}

/// A message that could not be read or printed, with the reason.
package struct SetAsideMessage: Sendable, Hashable {
    /// Name of the link it came from.
    package var link: String
    package var topic: String
    package var payload: [UInt8]
    package var qos: UInt8
    /// Kebab-case code of the failure.
    package var code: String
    package var reason: String
    /// When it was heard, in milliseconds since 1970.
    package var time: Int64
    /// The version of the mapping files that could not take it.
    package var mapping: String

    package init(
        link: String, topic: String, payload: [UInt8], qos: UInt8, code: String, reason: String, time: Int64,
        mapping: String = ""
    ) {
        self.link = link
        self.topic = topic
        self.payload = payload
        self.qos = qos
        self.code = code
        self.reason = reason
        self.time = time
        self.mapping = mapping
    }

    /// What it counts towards the quarantine's bound.
    var size: Int64 {
        Int64(topic.utf8.count + payload.count + code.utf8.count + reason.utf8.count + link.utf8.count + 32)
    }
}

/// A received message whose PUBACK is not known to have arrived (MQTT 3.1.1 section 4.3.2, MQTT 5 section 4.3.2).
package struct InboundPair: Sendable, Hashable {
    package var packetIdentifier: UInt16
    /// Hash of topic and payload, the same in every run of the program.
    package var hash: UInt64

    package init(packetIdentifier: UInt16, hash: UInt64) {
        self.packetIdentifier = packetIdentifier
        self.hash = hash
    }
}
