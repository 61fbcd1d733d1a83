/// A CONNACK that says no (MQTT 5, 3.2.2.2; MQTT 3.1.1, 3.2.2.3).
package struct ConnectRefusal: Error, Sendable, Equatable, CustomStringConvertible {
    /// The MQTT 5 reason code; the five return codes of 3.1.1 are put into MQTT 5's terms.
    package let code: UInt8
    /// Lowercase, without full stop.
    package let text: String

    /// Whether trying again is useless until somebody changes the settings here or the accounts at the broker.
    package var isPermanent: Bool {
        switch code {
        case 0x84, 0x85, 0x86, 0x87, 0x8A, 0x8C, 0x9B, 0x9C, 0x9D: true
        default: false
        }
    }

    package var isProtocolVersion: Bool { code == 0x84 }

    /// Takes the byte of a CONNACK of either version: no MQTT 5 reason code of refusal is below 0x80.
    package init(code: UInt8) {
        let inFive: UInt8 =
            switch code {
            case 1: 0x84
            case 2: 0x85
            case 3: 0x88
            case 4: 0x86
            case 5: 0x87
            default: code
            }
        self.code = inFive
        text =
            switch inFive {
            case 0x84: "the broker does not speak this protocol version"
            case 0x85: "the broker does not accept the client identifier"
            case 0x86: "wrong user name or password"
            case 0x87: "not authorised, check user name, password and the broker's access list"
            case 0x88: "the broker is not available"
            case 0x9B: "the broker takes no message at QoS 1, without which messages are lost; raise its maximum QoS"
            default: BrokerError.reasonText(inFive)
            }
    }

    package var description: String { "connection refused by the broker: \(text)" }
}
