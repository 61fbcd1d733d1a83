/// MQTT 3.1.1 packets, written and read without the library that the gateway uses (OASIS MQTT 3.1.1, chapters 2 and 3).
enum Packet: Equatable {
    case connack(code: UInt8)
    case publish(topic: String, payload: [UInt8], identifier: UInt16?, isRepeated: Bool)
    case puback(UInt16)
    case suback(UInt16)
    case other(UInt8)

    /// A session that outlives its connection, without keep-alive.
    static func connect(client: String) -> [UInt8] { frame(0x10, text("MQTT") + [4, 0, 0, 0] + text(client)) }

    static func subscribe(_ filters: [String], identifier: UInt16) -> [UInt8] {
        frame(0x82, bytes(identifier) + filters.flatMap { text($0) + [1] })
    }

    static func publish(_ topic: String, _ payload: [UInt8], identifier: UInt16, isRepeated: Bool) -> [UInt8] {
        frame(isRepeated ? 0x3A : 0x32, text(topic) + bytes(identifier) + payload)
    }

    static func puback(answering identifier: UInt16) -> [UInt8] { frame(0x40, bytes(identifier)) }

    /// Takes the first packet out of `input`; nil when it is not all there.
    static func take(from input: inout ArraySlice<UInt8>) -> Packet? {
        guard let first = input.first else { return nil }
        var (length, shift, at) = (0, 0, input.startIndex + 1)
        while true {
            guard at < input.endIndex else { return nil }
            length |= Int(input[at] & 0x7F) << shift
            shift += 7
            at += 1
            if input[at - 1] < 0x80 { break }
        }
        guard input.endIndex - at >= length else { return nil }
        let body = input[at..<(at + length)]
        input = input[(at + length)...]
        return read(first, body)
    }

    private static func read(_ first: UInt8, _ body: ArraySlice<UInt8>) -> Packet {
        func number(_ place: Int) -> UInt16 {
            UInt16(body[body.startIndex + place]) << 8 | UInt16(body[body.startIndex + place + 1])
        }
        switch first >> 4 {
        case 2: return .connack(code: body[body.startIndex + 1])
        case 3:
            let end = 2 + Int(number(0))
            let topic = String(decoding: body.dropFirst(2).prefix(end - 2), as: UTF8.self)
            let isNumbered = first & 0x06 != 0
            return .publish(
                topic: topic, payload: Array(body.dropFirst(isNumbered ? end + 2 : end)),
                identifier: isNumbered ? number(end) : nil, isRepeated: first & 0x08 != 0)
        case 4: return .puback(number(0))
        case 9: return .suback(number(0))
        default: return .other(first)
        }
    }

    private static func bytes(_ number: UInt16) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 0xFF)] }
    private static func text(_ text: String) -> [UInt8] { bytes(UInt16(text.utf8.count)) + Array(text.utf8) }

    private static func frame(_ first: UInt8, _ body: [UInt8]) -> [UInt8] {
        var (length, rest): ([UInt8], Int) = ([], body.count)
        repeat {
            length.append(UInt8(rest % 128) | (rest > 127 ? 0x80 : 0))
            rest /= 128
        } while rest > 0
        return [first] + length + body
    }
}
