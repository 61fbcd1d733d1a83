extension Mutator {
    struct Scalar {
        let label: String
        let tree: YAMLTree
    }

    /// What a value may be changed to, by where it stands.
    func scalars(_ text: String, _ isPlain: Bool, _ path: [String]) -> [Scalar] {
        let section = path.first ?? ""
        let key = path.last ?? ""
        func plain(_ words: [String]) -> [Scalar] {
            words.filter { $0 != text }.map { Scalar(label: $0, tree: .scalar($0, isPlain: true)) }
        }
        func same(_ words: [String]) -> [Scalar] {
            words.filter { $0 != text }.map { Scalar(label: $0, tree: .scalar($0, isPlain: isPlain)) }
        }
        switch section {
        case "dialect": return plain([text + "x"])
        case "behaviour":
            return plain(["progress", "version-report", "required", "none", "true", "false", "answered", "maybe"])
        case "conversions": return same(codes(near: text)) + [quotes(text, isPlain)] + rows(text, isPlain, path)
        case "lacks": return plain(["refuse", "drop"])
        case "limits": return same(Self.limits(near: text, key))
        case "url-expiry": return same(Self.patterns(near: text))
        default: break
        }
        switch path.dropLast().last == "is" ? "is" : key {
        case "from": return plain(["device", "backend"])
        case "qos": return plain(["0", "1", "2"])
        case "only": return plain(["read", "print"])
        case "answers": return plain(["get", "request", "nothing"])
        case "topic" where !path.contains("payload"): return same(Self.topics(near: text))
        case "is": return plain(Self.phases + ["stream", "http"])
        default: break
        }
        if path.contains("is") { return plain(Self.phases) }
        if let hole = HoleSpelling(text) {
            let isOptional = key.hasSuffix("?")
            return same(holes(near: hole, isOptional: isOptional, isReadOnly: isReadOnly(path))) + [
                Scalar(label: "text", tree: .scalar("text", isPlain: true))
            ]
        }
        if text.hasPrefix("${=") { return same(["${=packag}", "${note}"]) }
        return same([text + "x", String(text.dropLast()), "${note|\(text)}", "${note|}"])
            + (isReadOnly(path) ? [] : [quotes(text, isPlain)])
    }

    static let phases = ["downloading", "downloaded", "installing", "installed", "succeeded", "failed"]

    private func quotes(_ text: String, _ isPlain: Bool) -> Scalar {
        let isWord = Double(text) == nil && text != "true" && text != "false"
        // quotes around a word say nothing
        return Scalar(label: isPlain ? "quoted" : "plain", tree: .scalar(text, isPlain: isWord ? isPlain : !isPlain))
    }

    private func codes(near text: String) -> [String] {
        var codes = [text + "1", String(text.dropLast()), "*", "-*"]
        if let number = Int(text) { codes += ["\(number + 1)", "\(number - 1)", "\(-number)"] }
        for table in file["conversions"]?.members ?? [] {
            for row in table.value.members {
                if let code = row.value.string { codes.append(code) }
            }
        }
        return codes.filter { !$0.isEmpty }
    }

    private func rows(_ text: String, _ isPlain: Bool, _ path: [String]) -> [Scalar] {
        let code = YAMLTree.scalar(text, isPlain: isPlain)
        guard path.count == 3 else { return [] }
        return ["print", "read"].map { Scalar(label: "{ \($0) }", tree: .mapping([.init(key: $0, value: code)])) }
    }

    private static func limits(near text: String, _ key: String) -> [String] {
        if let bytes = Int(text) { return ["\(bytes - 1)", "\(bytes + 1)", "\(bytes * 2)", "0"] }
        return text.indices.map { String(text[..<$0] + text[text.index(after: $0)...]) } + [text + "a", text + "-"]
    }

    private static func patterns(near text: String) -> [String] {
        var patterns = [String(text.dropFirst()), text + "&", "x" + text]
        for (piece, others) in [
            ("${unix}", ["${_}", "${unix}0", ""]), ("${_}", ["${unix}", "", "1"]), ("Expires", ["expires", "Expire"]),
            ("%3B", [";", "&"]), ("%3D", ["="]), ("q-sign-time", ["q-key-time"]), ("auth_key", ["authkey"]),
            ("}-", ["}", "}_"]),
        ] where text.contains(piece) {
            patterns += others.map { text.replacing(piece, with: $0) }
        }
        return patterns
    }

    private static func topics(near text: String) -> [String] {
        let levels = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        var topics = [
            text + "/more",
            text.replacing("${product}", with: "$").replacing("${device}", with: "${product}").replacing(
                "$/", with: "${device}/"),
        ]
        for place in levels.indices where !levels[place].isEmpty {
            var changed = levels
            changed[place] += "x"
            topics.append(changed.joined(separator: "/"))
            changed.remove(at: place)
            topics.append(changed.joined(separator: "/"))
        }
        return topics
    }

    private static let standard = [
        "size": "integer", "receipt-code": "integer", "stream": "integer", "stream-file": "integer",
    ]

    private func holes(near hole: HoleSpelling, isOptional: Bool, isReadOnly: Bool) -> [String] {
        var texts = fields.map { field in hole.with { $0.field = field } }
        for conversion in [nil, "text", "integer", "json"] + tables.map({ $0 }) {
            // what a field's own conversion does need not be said
            let isSame =
                conversion == "text" && hole.conversion == nil || hole.conversion == "json" && conversion == nil
                || conversion == "integer" && hole.conversion == nil
                    && (Self.standard[hole.field] != nil || hole.field == "percent")
            if isSame || conversion == nil && hole.conversion == Self.standard[hole.field] { continue }
            // text and integer read a number alike
            let isNumber = Self.standard[hole.field] != nil || hole.field == "percent"
            if isReadOnly && isNumber && conversion != "json" && !tables.contains(conversion ?? "") { continue }
            // nobody reads what stands in it; what is made up may be a number or not
            let isClock = hole.fallback == "@time" || hole.fallback == "@seconds"
            if hole.field == "_" && !isClock && conversion.map({ !tables.contains($0) }) == true { continue }
            if hole.field == "id" && (conversion == "text" || conversion == "json") { continue }
            texts.append(hole.with { $0.conversion = conversion })
        }
        if isOptional { return texts }  // nothing is printed for what is not there
        texts.append(hole.with { $0.fallback = nil })
        if isReadOnly, hole.fallback != nil { return texts }  // only whether there is one matters
        for fallback in ["", "0", "1", "-1", "x", "@serial", "@time", "@seconds", "@utc", "@iso"] {
            texts.append(hole.with { $0.fallback = fallback })
        }
        if let fallback = hole.fallback { texts.append(hole.with { $0.fallback = fallback + "0" }) }
        return texts
    }
}
