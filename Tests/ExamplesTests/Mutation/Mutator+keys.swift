extension Mutator {
    /// What a key may be changed to.
    func keys(instead key: String, at path: [String]) -> [String] {
        let section = path.first ?? ""
        if path.isEmpty { return [key + "x"] }
        if section == "conversions" {
            if path.count == 1 { return [key + "x"] }
            let words = [
                "none", "upgrade", "download", "download.timeout", "download.not-found", "download.denied", "integrity",
                "install", "refused", "timed-out",
            ]
            let siblings = Self.phases.contains(key) ? Self.phases : words.contains(key) ? words : ["true", "false"]
            return path.count == 2 ? siblings.filter { $0 != key } : ["print", "read"].filter { $0 != key }
        }
        if section == "limits", path.count == 1 {
            return ["offer.target", "offer.url", "offer.md5", "offer.module"].filter { $0 != key }
        }
        if section == "lacks" {
            return ["module", "diff", "signature", "stream", "files", "md5", "sha256", "token", "extra-data"].filter {
                $0 != key
            }
        }
        if isPayload(path) {
            let value = path.reduce(Optional(file)) { $0?[$1] }?[key]?.string
            if isReadOnly(path), value.flatMap({ HoleSpelling($0) })?.fallback != nil { return ["x" + key] }
            return [key.hasSuffix("?") ? String(key.dropLast()) : key + "?", "x" + key]
        }
        // forms of anything but a query are named for people only
        if path.last == "variants" && !path.contains("query") || path.count == 2 && path[0] == "parts" { return [] }
        return [key + "x"]
    }

    /// Whether the order of a mapping's members says anything: members that are printed, and forms, which are tried in turn.
    func hasOrder(_ path: [String]) -> Bool {
        // of members that are only read, those of an event's `native` have an order
        if isPayload(path) { return !isReadOnly(path) || path.last == "progress" }
        return path.last == "variants" || path.count == 2 && path[0] == "parts"
    }

    func isReadOnly(_ path: [String]) -> Bool { direction(path) == "read" }
    func isPrintOnly(_ path: [String]) -> Bool { direction(path) == "print" }

    /// What `only:` says of the form that a path leads into.
    private func direction(_ path: [String]) -> String? {
        if path.first == "ignored" { return "read" }
        var tree: YAMLTree? = file
        var direction: String?
        for key in path {
            tree = tree?[key]
            direction = tree?["only"]?.string ?? direction
        }
        return direction
    }

    /// Whether a mapping's keys are members of messages.
    func isPayload(_ path: [String]) -> Bool {
        if path.contains("payload") { return true }
        // a form of a part that is its payload
        return path.first == "parts" && path.count >= 3 && !isForm(path)
    }

    private func isForm(_ path: [String]) -> Bool {
        var tree: YAMLTree? = file
        for key in path { tree = tree?[key] }
        return tree?["payload"] != nil || path.contains("is") || path.last == "only"
    }

    /// What a mapping may have been given too much.
    func additions(to members: [YAMLTree.Member], at path: [String]) -> [Change] {
        func adding(_ key: String, _ value: YAMLTree) -> [Change] {
            guard !members.contains(where: { $0.key == key }) else { return [] }
            let member = YAMLTree.Member(key: key, value: value)
            return [
                Change(
                    name: "\(path.joined(separator: "/")) with \(key): \(value.string ?? "...")",
                    tree: .mapping([member] + members))
            ]
        }
        func plain(_ text: String) -> YAMLTree { .scalar(text, isPlain: true) }
        var changes: [Change] = []
        let isForm = members.contains { $0.key == "payload" }
        if isForm {
            changes += adding("only", plain("read")) + adding("only", plain("print"))
            if path.first == "messages", !isReadOnly(path) { changes += adding("qos", plain("0")) }
            if path.contains("progress") {
                for phase in Self.phases {
                    changes += adding("is", .mapping([.init(key: "phase", value: plain(phase))]))
                }
            }
            if path.contains("offer") || path.contains("package") {
                for word in ["stream", "http"] {
                    changes += adding("is", .mapping([.init(key: "transport", value: plain(word))]))
                }
            }
        }
        if path.count == 2, path[0] == "messages", members.contains(where: { $0.key == "variants" }) {
            changes += adding("qos", plain("0"))
        }
        if path == ["lacks"] {
            for field in ["module", "diff", "signature", "stream", "files", "md5", "sha256", "extra-data"] {
                changes += adding(field, plain("refuse"))
            }
        }
        return changes
    }
}
