internal import Upgrades

/// A word of a field's closed list, as `is:` and tables name them.
enum Word: Hashable, Sendable {
    case phase(Phase)
    case transport(UpgradePackage.Transport)
    case flag(Bool)

    /// Nil for a word that the field does not have.
    init?(_ spelling: String, of field: Field) {
        switch field {
        case .phase: self = .phase(Phase(rawValue: spelling) ?? .offered)
        case .transport: self = .transport(UpgradePackage.Transport(rawValue: spelling) ?? .http)
        case .diff: self = .flag(spelling == "true")
        default: return nil
        }
        guard self.spelling == spelling else { return nil }
    }

    var spelling: String {
        switch self {
        case .phase(let phase): phase.rawValue
        case .transport(let transport): transport.rawValue
        case .flag(let flag): flag ? "true" : "false"
        }
    }
}

/// Words of one field.
struct WordSet: Sendable {
    private var bits: UInt32 = 0

    init(_ words: [Word]) { for word in words { bits |= 1 << UInt32(word.place) } }

    func contains(_ word: Word) -> Bool { bits & 1 << UInt32(word.place) != 0 }
    func contains(_ phase: Phase?) -> Bool { phase.map { bits & 1 << UInt32($0.place) != 0 } ?? false }
}

extension Word {
    /// Its place among the words of its field.
    var place: Int {
        switch self {
        case .phase(let phase): phase.place
        case .transport(let transport): transport == .http ? 0 : 1
        case .flag(let flag): flag ? 0 : 1
        }
    }

    /// All words of a field, by their places.
    static func all(of field: Field) -> [Word] {
        switch field {
        case .phase: Phase.allCases.map { .phase($0) }
        case .transport: [.transport(.http), .transport(.stream)]
        case .diff: [.flag(true), .flag(false)]
        default: []
        }
    }
}

extension MessageKind {
    /// Its place among all kinds.
    var place: Int {
        switch self {
        case .versionReport: 0
        case .versionReceipt: 1
        case .offer: 2
        case .progress: 3
        case .query: 4
        case .queryReply: 5
        case .versionQuery: 6
        }
    }
}

extension Phase {
    /// Its place among all phases.
    var place: Int {
        switch self {
        case .offered: 0
        case .downloading: 1
        case .downloaded: 2
        case .installing: 3
        case .installed: 4
        case .succeeded: 5
        case .failed: 6
        case .timedOut: 7
        case .refused: 8
        case .superseded: 9
        }
    }
}

extension FailureClass {
    /// Its place among all classes.
    var place: Int {
        switch self {
        case .upgrade: 0
        case .download: 1
        case .downloadTimeout: 2
        case .downloadNotFound: 3
        case .downloadDenied: 4
        case .integrity: 5
        case .install: 6
        case .refused: 7
        case .timedOut: 8
        }
    }
}
