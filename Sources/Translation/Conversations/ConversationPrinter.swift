internal import Dialects
internal import Upgrades

/// Prints outputs of a conversation, one JSON object a line.
package struct ConversationPrinter {
    private let dialect: String
    private let backend: String

    package init(route: Route) {
        self.init(dialect: route.device.name, backend: route.backendName)
    }

    /// - Parameter backend: as events name it.
    package init(dialect: String, backend: String) {
        self.dialect = dialect
        self.backend = backend
    }

    /// - Parameter line: the line of input that the output belongs to, from 1.
    package func line(_ output: Output, of device: Identity, at line: Int) -> [UInt8] {
        var out = Array("{\"in\":\(line),\"to\":".utf8)
        switch output {
        case .message(let message):
            JSONWriter.append(string: message.receiver.rawValue.utf8, to: &out)
            out += ",\"topic\":".utf8
            JSONWriter.append(string: message.printed.topic.utf8, to: &out)
            out += ",\"payload\":".utf8
            JSONWriter.append(string: message.printed.payload, to: &out)
            out += ",\"qos\":\(message.printed.qos)}".utf8
        case .event(let event):
            out += "\"progress\",\"event\":".utf8
            out += event.json(device: device, dialect: dialect, backend: backend)
            out += "}".utf8
        case .setAside(let code, let reason):
            out += "\"set-aside\",\"code\":".utf8
            JSONWriter.append(string: code.rawValue.utf8, to: &out)
            out += ",\"reason\":".utf8
            JSONWriter.append(string: reason.utf8, to: &out)
            out += "}".utf8
        }
        out.append(UInt8(ascii: "\n"))
        return out
    }
}
