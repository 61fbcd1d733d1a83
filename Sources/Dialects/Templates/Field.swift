internal import Upgrades

/// A canonical field that a hole may name.
package enum Field: String, CaseIterable, Sendable {
    case product, device
    case version
    case receiptCode = "receipt-code"
    case note, id, module
    case target, size, url, md5, sha256
    case diff, signature, files, stream
    case streamFile = "stream-file"
    case transport, method
    case extraData = "extra-data"
    case token
    case phase, percent, failure
    /// A member that no rule reads: `${_}`.
    case opaque = "_"

    /// What values the field takes; decides which conversions fit.
    enum ValueType { case text, integer, percent, json, token, word }

    var valueType: ValueType {
        switch self {
        case .product, .device, .version, .note, .module, .target, .url, .md5, .sha256, .signature, .method, .token:
            .text
        case .receiptCode, .size, .stream, .streamFile: .integer
        case .percent: .percent
        case .files, .extraData, .opaque: .json
        case .id: .token
        case .diff, .transport, .phase, .failure: .word
        }
    }

    /// The canonical words of a field that is read by a table; nil if any text is one.
    var words: [String]? {
        switch self {
        case .diff: ["true", "false"]
        case .transport: UpgradePackage.Transport.allCases.map(\.rawValue)
        // `offered` and `superseded` are ours; `timed-out` and `refused` are failures on every wire
        case .phase: [Phase.downloading, .downloaded, .installing, .installed, .succeeded, .failed].map(\.rawValue)
        case .failure: [Self.noFailure] + FailureClass.allCases.map(\.rawValue)
        default: nil
        }
    }

    /// The word of a failure table for a code that says that all is well.
    static let noFailure = "none"

    /// Its place in sets of fields.
    fileprivate var place: UInt32 {
        switch self {
        case .product: 0
        case .device: 1
        case .version: 2
        case .receiptCode: 3
        case .note: 4
        case .id: 5
        case .module: 6
        case .target: 7
        case .size: 8
        case .url: 9
        case .md5: 10
        case .sha256: 11
        case .diff: 12
        case .signature: 13
        case .files: 14
        case .stream: 15
        case .streamFile: 16
        case .transport: 17
        case .method: 18
        case .extraData: 19
        case .phase: 20
        case .percent: 21
        case .failure: 22
        case .token: 23
        case .opaque: 24
        }
    }

    /// Fields that an empty text cannot fill (part A).
    var refusesEmpty: Bool { self == .version || self == .target || self == .url }
    var isDigest: Bool { self == .md5 || self == .sha256 }
    /// Told by the topic.
    var isIdentity: Bool { self == .product || self == .device }
}

/// A set of fields.
struct FieldSet: OptionSet, Hashable, Sendable {
    let rawValue: UInt32
    init(rawValue: UInt32) { self.rawValue = rawValue }
    init(_ field: Field) { rawValue = 1 << field.place }

    static let identity: FieldSet = [FieldSet(.product), FieldSet(.device)]
    static let digests: FieldSet = [FieldSet(.md5), FieldSet(.sha256)]
    /// What an offer must not lose silently, beside its digest (part A).
    static let essential: [Field] = [.target, .size, .url, .diff, .signature, .files, .stream, .module, .token]

    var fields: [Field] { Field.allCases.filter { contains(FieldSet($0)) } }
}
