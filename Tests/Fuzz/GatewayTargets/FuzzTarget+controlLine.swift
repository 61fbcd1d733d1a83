import Foundation
import FuzzTargets
import Gateway

extension FuzzTarget {
    /// A line of the control socket: a command or a reply, or neither.
    static let controlLine = FuzzTarget(name: "control-line", longest: 1024) { bytes in
        let line = Data(bytes)
        if let command = try? JSONDecoder().decode(ControlCommand.self, from: line) { try checkSent(command) }
        if let reply = try? JSONDecoder().decode(ControlReply.self, from: line) { try checkSent(reply) }
    }

    private static func checkSent<Value: Codable & Equatable>(_ value: Value) throws {
        let line = try JSONEncoder().encode(value)
        try hold(!line.contains(UInt8(ascii: "\n")), "\(value) takes more than a line")
        let again = try JSONDecoder().decode(Value.self, from: line)
        try hold(again == value, "\(value) is sent as \(again)")
    }
}
