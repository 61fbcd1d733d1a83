import Upgrades

extension CanonicalMessage {
    static func version(_ version: Text, module: Text? = nil) -> Self {
        var message = Self(.versionReport)
        message.version = version
        message.module = module
        return message
    }

    static func offer(
        _ target: Text, url: Text = "u", size: Int64 = 9, md5: Text? = "aa", module: Text? = nil
    ) -> Self {
        var message = Self(.offer)
        message.target = target
        message.module = module
        message.package = package(url: url, size: size, md5: md5)
        return message
    }

    static func progress(
        _ phase: Phase, _ percent: Int? = nil, of target: Text? = nil, failure: FailureClass? = nil, module: Text? = nil
    ) -> Self {
        var message = Self(.progress)
        message.phase = phase
        message.percent = percent
        message.target = target
        message.failure = failure.map { Failure($0) }
        message.module = module
        return message
    }

    static func query(_ id: String, module: Text? = nil) -> Self {
        var message = Self(.query)
        message.id = RawJSON(id)
        message.asking = "get"
        message.module = module
        return message
    }

    /// - Parameter target: nil where nothing is pending.
    static func reply(_ id: String, _ target: Text?, url: Text = "u", module: Text? = nil) -> Self {
        var message = Self(.queryReply)
        message.id = RawJSON(id)
        message.asking = "get"
        message.target = target
        message.package = target.map { _ in package(url: url, size: 9, md5: "aa") }
        message.module = module
        return message
    }

    private static func package(url: Text, size: Int64, md5: Text?) -> UpgradePackage {
        var package = UpgradePackage()
        package.url = url
        package.size = size
        package.md5 = md5
        return package
    }

    /// The message in one short line.
    var line: String {
        var words = [kind.rawValue]
        if let version { words.append("\(version)") }
        if let phase { words.append(phase.rawValue) }
        if let percent { words.append("\(percent)%") }
        if let target { words.append("of \(target)") }
        if let failure { words.append("because \(failure.kind.rawValue)") }
        if let url = package?.url { words.append("at \(url)") }
        if let id { words.append("id \(id.string)") }
        if let module { words.append("for \(module)") }
        if let note, !note.isEmpty { words.append("'\(note)'") }
        return words.joined(separator: " ")
    }
}
