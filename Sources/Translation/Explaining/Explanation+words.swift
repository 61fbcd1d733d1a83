internal import Diagnostics
internal import Dialects
internal import Upgrades

/// How places, times and words of others are written.
extension Explanation {
    /// `Mappings/acme.yaml:12:7`.
    static func place(_ location: SourceLocation, in file: String) -> String {
        "\(harmless(file)):\(location.line):\(location.column)"
    }

    /// The same without folders, where the file has been named before.
    static func line(_ location: SourceLocation, in file: String) -> String {
        place(location, in: file.split(separator: "/").last.map(String.init) ?? file)
    }

    /// A time in seconds: `1.5 s`.
    static func seconds(_ milliseconds: Int64) -> String {
        let fraction = String(milliseconds % 1000 + 1000).dropFirst()
        let digits = fraction.reversed().drop { $0 == "0" }.reversed()
        return "\(milliseconds / 1000)\(digits.isEmpty ? "" : "." + String(digits)) s"
    }

    /// Words of a device or a cloud: nothing that moves the cursor, nothing that signs a URL.
    static func shown(_ text: String) -> String { harmless(withoutSignatures(text)) }

    /// A value on one line, shortened.
    static func short(_ text: String) -> String {
        String(quoted(withoutSignatures(text), limit: 80).dropFirst().dropLast())
    }

    /// A member's name with the object that it stands in.
    static func dotted(_ extra: Extra) -> String {
        extra.object.isEmpty ? extra.name.string : "\(extra.object.dotted).\(extra.name)"
    }
}
