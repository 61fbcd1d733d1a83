internal import FoundationEssentials
internal import Upgrades

/// Text as YAML spells it.
enum YAMLText {
    /// In single quotes where that can be, else in double quotes with escapes.
    static func quoted(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { !isPrintable($0) }) else {
            return "'" + text.replacing("'", with: "''") + "'"
        }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\" + String(scalar)
            case _ where isPrintable(scalar): quoted.unicodeScalars.append(scalar)
            default:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                quoted += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
            }
        }
        return quoted + "\""
    }

    /// `payload: '...'`, or `payload64` for bytes that are no readable text.
    static func payload(_ bytes: [UInt8]) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        guard Array(text.utf8) == bytes, text.unicodeScalars.allSatisfy(isPrintable) else {
            return "payload64: \(quoted(Data(bytes).base64EncodedString()))"
        }
        return "payload: \(quoted(text))"
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: false
        default: true
        }
    }
}

/// A fleet's options as the file of examples has them.
enum FleetOptionsText {
    /// Nil where all are the standard ones.
    static func flow(_ options: FleetOptions) -> String? {
        let standard = FleetOptions()
        var members: [String] = []
        for (name, value, usual) in [
            ("timeout", options.timeout, standard.timeout),
            ("offer-timeout", options.offerTimeout, standard.offerTimeout),
            ("settle", options.settle, standard.settle),
        ] where value != usual {
            members.append("\(name): \(value.milliseconds)ms")
        }
        if options.doneIsSuccess { members.append("done-is-success: true") }
        if let module = options.module { members.append("module: \(YAMLText.quoted(module))") }
        if !options.allowed.isEmpty {
            members.append("allow: [\(options.allowed.map(\.rawValue).sorted().joined(separator: ", "))]")
        }
        return members.isEmpty ? nil : "{ \(members.joined(separator: ", ")) }"
    }
}
