/// MQTT packets as a scripted broker sends them (MQTT 5 unless said otherwise), right or wrong.
enum Packet {
    static func connack(reason: UInt8 = 0, isSessionPresent: Bool = false, properties: [UInt8] = []) -> [UInt8] {
        frame(0x20, [isSessionPresent ? 1 : 0, reason, UInt8(properties.count)] + properties)
    }
    /// The 3.1.1 form: no properties.
    static func connack311(code: UInt8) -> [UInt8] { frame(0x20, [0, code]) }

    static func publish(topic: [UInt8], payload: [UInt8] = [], qos: UInt8 = 1, identifier: UInt16 = 1) -> [UInt8] {
        let number = qos == 0 ? [] : bytes(identifier)
        return frame(0x30 | qos << 1, bytes(UInt16(topic.count)) + topic + number + [0] + payload)
    }
    static func puback(_ identifier: UInt16, reason: UInt8) -> [UInt8] { frame(0x40, bytes(identifier) + [reason]) }
    static func disconnect(reason: UInt8) -> [UInt8] { frame(0xE0, [reason]) }
    static let receiveMaximum5: [UInt8] = [33, 0, 5]
    static let pingresp: [UInt8] = [0xD0, 0]

    /// Protocol level in the first CONNECT of `received`, nil when it is not all there.
    static func level(in received: [UInt8]) -> UInt8? { received.count > 8 ? received[8] : nil }

    static func bytes(_ number: UInt16) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 0xFF)] }

    static func frame(_ first: UInt8, _ body: [UInt8]) -> [UInt8] {
        var length: [UInt8] = []
        var rest = body.count
        repeat {
            length.append(UInt8(rest % 128) | (rest > 127 ? 0x80 : 0))
            rest /= 128
        } while rest > 0
        return [first] + length + body
    }
}
