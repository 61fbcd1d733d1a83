import Diagnostics
import Dialects
import Upgrades

extension FuzzTarget {
    /// A template, and a payload that is read by it.
    ///
    /// The first line is a message kind, then comes what stands under it in a dialect file; behind a line `----` the payload.
    static let template = FuzzTarget(name: "template", longest: 2048) { bytes in
        let (line, rest) = split(bytes)
        guard let kind = MessageKind(rawValue: String(decoding: line, as: UTF8.self)) else { return }
        let rule = Array("\n----\n".utf8)
        let place = rest.indices.first { rest[$0...].starts(with: rule) } ?? rest.endIndex
        let source = SourceText(name: "trial.yaml", bytes: trial(kind, Array(rest[..<place])))
        var findings = Findings()
        let dialect = DialectLoader.load(source, into: &findings)
        try FileLaws.check(findings, in: source)
        guard let dialect else { return }
        try MessageLaws.checkPrinting(
            Array(rest[place...].dropFirst(rule.count)), on: Text("t/\(kind.rawValue)/P/D"), in: dialect)
    }

    private static let standard: [MessageKind: String] = [
        .versionReport: #"payload: { v: "${version}" }"#,
        .offer: #"payload: { to: "${target}", size: "${size}", url: "${url}", md5: "${md5}" }"#,
        .progress: #"payload: { state: "${phase:state}", percent?: "${percent}", code: "${failure:code|0}" }"#,
    ]
    /// Fields that an offer without a place for them must name.
    private static let losable = ["module", "diff", "signature", "stream", "files", "md5", "sha256", "extra-data"]

    /// A small dialect around the text on trial.
    private static func trial(_ kind: MessageKind, _ body: [UInt8]) -> [UInt8] {
        let offer = kind == .offer ? String(decoding: body, as: UTF8.self) : standard[.offer] ?? ""
        let lacks = losable.filter { !offer.contains("${\($0)") }.map { "\($0): refuse" }.joined(separator: ", ")
        var text = """
            dialect: trial
            conversions:
              state: { downloading: dl, downloaded: full, installing: burn, installed: did, succeeded: { print: did }, failed: bad }
              code: { none: 0, download: -1, download.not-found: -404, upgrade: [-9, "-*"] }
            parts: { common: { id: "${id}", "note?": "${note}" } }
            lacks: { \(lacks) }
            messages:

            """.utf8.map(\.self)
        for each in MessageKind.allCases {
            guard let lines = each == kind ? body : standard[each].map({ Array($0.utf8) }) else { continue }
            let sender = each.isOfDevice ? "device" : "backend"
            text +=
                "  \(each.rawValue):\n    from: \(sender)\n    topic: t/\(each.rawValue)/${product}/${device}\n".utf8
            for line in lines.split(separator: UInt8(ascii: "\n")) { text += "    ".utf8 + line + "\n".utf8 }
        }
        return text
    }
}

extension MessageKind {
    fileprivate var isOfDevice: Bool {
        switch self {
        case .versionReport, .progress, .query: true
        case .versionReceipt, .offer, .queryReply, .versionQuery: false
        }
    }
}
