import Diagnostics

/// How the words of devices and clouds are shown in the log: escaped, short, and without what signs a URL.
enum LogText {
    static func excerpt(_ payload: [UInt8]) -> String {
        quoted(withoutSignatures(String(decoding: payload.prefix(2_000), as: UTF8.self)), limit: 120)
    }

    /// A reason that may quote a payload.
    static func reason(_ text: String) -> String { harmless(withoutSignatures(text)) }
}
