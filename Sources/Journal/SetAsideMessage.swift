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
