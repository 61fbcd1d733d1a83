internal import Dialects
internal import Upgrades

/// The members in which two JSON values differ; each as its path and its JSON.
enum JSONDifference {
    /// - Parameter path: what leads to the values, as `payload`.
    static func lines(expected: [UInt8], actual: [UInt8], at path: String) -> [ExampleDifference.Line] {
        if expected == actual { return [] }
        let whole = [line(.expected, path, expected), line(.actual, path, actual)]
        guard let left = try? JSONDocument.readStrict(expected), let right = try? JSONDocument.readStrict(actual) else {
            return whole
        }
        let lines = lines(left.root, left, right.root, right, at: path)
        // the same members in another order, or spelled otherwise
        return lines.isEmpty ? whole : lines
    }

    private static func lines(
        _ left: Int, _ expected: JSONDocument, _ right: Int, _ actual: JSONDocument, at path: String
    ) -> [ExampleDifference.Line] {
        let json = (JSONWriter.compact(left, of: expected).bytes, JSONWriter.compact(right, of: actual).bytes)
        if json.0 == json.1 { return [] }
        if let inner = inner(left, expected, right, actual) {
            let lines = lines(inner.0.root, inner.0, inner.1.root, inner.1, at: path)
            return lines.isEmpty ? [line(.expected, path, json.0), line(.actual, path, json.1)] : lines
        }
        guard expected[left].kind == .object, actual[right].kind == .object else {
            return [line(.expected, path, json.0), line(.actual, path, json.1)]
        }
        var lines: [ExampleDifference.Line] = []
        for child in expected.children(left) {
            let inner = "\(path).\(expected.key(child))"
            if let other = actual.member(Array(expected.key(child).utf8), of: right) {
                lines += Self.lines(child, expected, other, actual, at: inner)
            } else {
                lines.append(line(.expected, inner, JSONWriter.compact(child, of: expected).bytes))
            }
        }
        for child in actual.children(right)
        where expected.member(Array(actual.key(child).utf8), of: left) == nil {
            lines.append(line(.actual, "\(path).\(actual.key(child))", JSONWriter.compact(child, of: actual).bytes))
        }
        return lines
    }

    /// What two strings hold, if both hold an object: a payload is one.
    private static func inner(
        _ left: Int, _ expected: JSONDocument, _ right: Int, _ actual: JSONDocument
    ) -> (JSONDocument, JSONDocument)? {
        guard expected[left].kind == .string, actual[right].kind == .string,
            let one = try? JSONDocument.readStrict(expected.content(left)), one[one.root].kind == .object,
            let other = try? JSONDocument.readStrict(actual.content(right)), other[other.root].kind == .object
        else { return nil }
        return (one, other)
    }

    static func line(_ mark: ExampleDifference.Mark, _ path: String, _ json: [UInt8]) -> ExampleDifference.Line {
        ExampleDifference.Line(mark: mark, text: "\(path): \(String(decoding: json, as: UTF8.self))")
    }
}
