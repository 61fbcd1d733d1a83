/// Where progress events are published: a topic with holes `${dialect}`, `${product}`, `${device}` and `${module}`.
package struct ProgressTopic: Hashable, Sendable {
    enum Hole: String, CaseIterable, Sendable {
        case dialect, product, device, module
    }

    private let text: HoleText<Hole>

    package init(_ topic: String) throws(TextProblem) {
        text = try HoleText(topic)
        guard !topic.isEmpty else { throw TextProblem("the topic is empty") }
        for literal in text.literals {
            if literal.utf8.contains(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "#") }) {
                throw TextProblem("a topic to publish to has no wildcards")
            }
            if literal.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
                throw TextProblem("a topic cannot hold control characters")
            }
        }
    }

    /// The topic for one device.
    ///
    /// A module is free text from a payload, so what cannot stand in a topic level of it is
    /// percent-encoded.
    package func name(dialect: String, product: String, device: String, module: String) -> String {
        text.pieces.reduce(into: "") { topic, piece in
            switch piece {
            case .text(let text): topic += text
            case .hole(.dialect): topic += dialect
            case .hole(.product): topic += product
            case .hole(.device): topic += device
            case .hole(.module): topic += Self.level(module)
            }
        }
    }

    /// The topics of events about some devices.
    ///
    /// A level with several holes counts as text around one.
    func pattern(of devices: DevicePattern) -> TopicPattern {
        var levels: [LevelPattern] = []
        var (prefix, suffix) = ("", String?.none)
        func close() {
            levels.append(LevelPattern(prefix: prefix, suffix: suffix))
            (prefix, suffix) = ("", nil)
        }
        func append(_ text: String) {
            if let before = suffix { suffix = before + text } else { prefix += text }
        }
        for piece in text.pieces {
            switch piece {
            case .text(let text):
                for (place, part) in text.split(separator: "/", omittingEmptySubsequences: false).enumerated() {
                    if place > 0 { close() }
                    append(String(part))
                }
            case .hole(let hole):
                let fixed: String? =
                    switch hole {
                    case .dialect: devices.dialect
                    case .product: devices.product
                    case .device: devices.device
                    case .module: nil
                    }
                if let fixed { append(fixed) } else { suffix = "" }
            }
        }
        close()
        return TopicPattern(levels: levels)
    }

    private static func level(_ module: String) -> String {
        module.unicodeScalars.reduce(into: "") { level, scalar in
            let isSafe = scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
            if isSafe, !["/", "+", "#", "%"].contains(scalar) {
                level.unicodeScalars.append(scalar)
            } else {
                for byte in String(scalar).utf8 {
                    let digits = String(byte, radix: 16, uppercase: true)
                    level += "%" + (digits.count == 1 ? "0" : "") + digits
                }
            }
        }
    }
}
