internal import Upgrades

extension Hole {
    /// Appends what the message has for the hole, or what is printed in its place.
    func print(
        _ message: CanonicalMessage, isSameDialect: Bool, ids: inout IdentifierSource, to out: inout [UInt8]
    ) {
        if let value = message.value(of: field), printsAll || canPrint(value) {
            return print(value, isSameDialect: isSameDialect, to: &out)
        }
        if isSameDialect, !message.isPlain, let kept = message.kept.first(where: { $0.pointer == pointer }) {
            return out.append(contentsOf: kept.value.utf8)
        }
        switch fallback {
        case .token(let token): out.append(contentsOf: token)
        case .serial:
            out.append(UInt8(ascii: "\""))
            JSONWriter.append(ids.nextSerial(), to: &out)
            out.append(UInt8(ascii: "\""))
        case .time: JSONWriter.append(ids.time, to: &out)
        case .clock(let form): form.print(ids.time, to: &out)
        case nil: printTold(ids, to: &out)
        }
    }

    /// Prints what neither the message nor a fallback tells.
    private func printTold(_ ids: IdentifierSource, to out: inout [UInt8]) {
        switch field {
        case .product: JSONWriter.append(string: ids.product.utf8, to: &out)
        case .device: JSONWriter.append(string: ids.device.utf8, to: &out)
        // another form had a literal here
        case .opaque: out.append(contentsOf: "null".utf8)
        default: preconditionFailure("a variant is printed only when its holes are filled")
        }
    }
}

/// Where generated ids come from (B12).
package struct IdentifierSource: Sendable {
    /// The last number given to a message of this device.
    package var serial: Int64
    /// The clock in milliseconds.
    package let time: Int64
    /// Whose message it is, where a payload repeats it.
    var product = ""
    var device = ""

    package init(serial: Int64, time: Int64) {
        self.serial = serial
        self.time = time
    }

    mutating func nextSerial() -> Int64 {
        serial += 1
        return serial
    }
}
