/// Why an upgrade failed, as a tree: a dialect that has no code for a class uses that of the nearest ancestor.
package enum FailureClass: String, CaseIterable, Sendable {
    case upgrade
    case download
    case downloadTimeout = "download.timeout"
    case downloadNotFound = "download.not-found"
    case downloadDenied = "download.denied"
    case integrity
    case install
    case refused
    case timedOut = "timed-out"

    /// The class that this one is a special case of; nil for the root.
    package var parent: FailureClass? {
        switch self {
        case .upgrade: nil
        case .downloadTimeout, .downloadNotFound, .downloadDenied: .download
        case .download, .integrity, .install, .refused, .timedOut: .upgrade
        }
    }
}

/// A failure's code as the device wrote it, for notes that cross dialects (rule B11).
package struct NativeCode: Sendable, Hashable {
    /// The wire member that held the code.
    package var key: Text
    /// The code as text, string or number alike.
    package var value: Text
    /// The JSON token; printed back where the dialect has no row for the code.
    package var token: RawJSON
    /// Whether a row of the dialect's table names this very code, rather than a wildcard.
    package var isListed: Bool

    package init(key: Text, value: Text, token: RawJSON, isListed: Bool) {
        self.key = key
        self.value = value
        self.token = token
        self.isListed = isListed
    }
}

/// How an upgrade failed: the class, and the code it was read from if a message told it.
package struct Failure: Sendable, Hashable {
    package var kind: FailureClass
    package var code: NativeCode? {
        get { boxedCode?.value }
        set { boxedCode = newValue.map { Boxed($0) } }
    }
    private var boxedCode: Boxed<NativeCode>?

    package init(_ kind: FailureClass, code: NativeCode? = nil) {
        self.kind = kind
        boxedCode = code.map { Boxed($0) }
    }

    /// The note towards another dialect: `key=value: note`, so that the native code is not lost (H7, H8).
    package func noteCrossing(_ note: Text?) -> Text? {
        guard let code else { return note }
        let prefix = "\(code.key)=\(code.value)"
        guard let note, !note.isEmpty else { return Text(prefix) }
        return Text("\(prefix): \(note)")
    }
}
