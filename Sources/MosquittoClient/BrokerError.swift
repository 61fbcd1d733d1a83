/// What went wrong with a link, in words for an operator; two are equal when their codes are.
package struct BrokerError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        /// The settings cannot be used; trying again does not help.
        case invalidSettings = "invalid-settings"
        case invalidTopic = "invalid-topic"
        /// Nothing was queued: publish again once connected.
        case notConnected = "not-connected"
        /// As many messages are unacknowledged as the broker allows; nothing was queued.
        case windowFull = "window-full"
        case payloadTooLarge = "payload-too-large"
        /// The host name has no address.
        case unknownHost = "unknown-host"
        case connectionRefused = "connection-refused"
        /// No answer within the keep-alive time.
        case timedOut = "timed-out"
        case connectionLost = "connection-lost"
        /// The broker takes what it is sent and answers none of it.
        case unanswered
        /// The broker ended the connection and gave a reason code (MQTT 5, 3.14).
        case closedByBroker = "closed-by-broker"
        /// Another connection uses our client identifier (reason code 0x8E).
        case takenOver = "taken-over"
        case certificateHostName = "certificate-host-name"
        case certificateUntrusted = "certificate-untrusted"
        /// The broker did not accept our certificate, or wants one and got none.
        case certificateRefused = "certificate-refused"
        /// A file of the TLS settings cannot be used.
        case tlsFiles = "tls-files"
        case tls
        /// The peer does not speak MQTT as the standard has it.
        case protocolViolation = "protocol-violation"
        case system
        case library
    }

    package let code: Code
    /// Lowercase, without full stop.
    package let text: String
    /// The library's code (`MOSQ_ERR_...`), 0 when it was not asked.
    package let libraryCode: Int32
    /// `errno` behind it, 0 when there is none.
    package let systemCode: Int32
    /// The broker's reason code (MQTT 5, 2.4), if it sent one.
    package let reasonCode: UInt8?

    package init(
        _ code: Code, _ text: String, libraryCode: Int32 = 0, systemCode: Int32 = 0, reasonCode: UInt8? = nil
    ) {
        self.code = code
        self.text = text
        self.libraryCode = libraryCode
        self.systemCode = systemCode
        self.reasonCode = reasonCode
    }

    package static func == (one: Self, other: Self) -> Bool { one.code == other.code }
    package var description: String { "\(text) [\(code.rawValue)]" }
}
