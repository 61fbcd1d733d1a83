import Diagnostics

/// Which devices a fleet has: `tencent/PRODTENC01/*`, where `*` stands for a whole segment.
package struct DevicePattern: Hashable, Sendable {
    package let dialect: String
    /// Nil for every product.
    package let product: String?
    /// Nil for every device.
    package let device: String?

    package init(_ text: String) throws(TextProblem) {
        let segments = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let names = segments.map { String(decoding: $0, as: UTF8.self) }
        guard names.count == 3 else {
            throw TextProblem(
                "devices are named by 3 segments, not \(names.count)",
                suggestion: "write dialect/product/device, with * for all of a segment")
        }
        var offset = 0
        for (name, what) in zip(names, ["the dialect", "the product", "the device"]) {
            let range = offset..<(offset + name.utf8.count)
            if let problem = Self.problem(in: name, what: what) {
                throw TextProblem(problem.message, suggestion: problem.suggestion, range: range)
            }
            offset = range.upperBound + 1
        }
        dialect = names[0]
        product = names[1] == "*" ? nil : names[1]
        device = names[2] == "*" ? nil : names[2]
    }

    var productPattern: LevelPattern { product.map(LevelPattern.init(literal:)) ?? .any }
    var devicePattern: LevelPattern { device.map(LevelPattern.init(literal:)) ?? .any }

    /// Whether some device belongs to both.
    package func overlaps(_ other: DevicePattern) -> Bool {
        TopicLevel(dialect) == TopicLevel(other.dialect) && productPattern.intersects(other.productPattern)
            && devicePattern.intersects(other.devicePattern)
    }

    /// As it is written.
    package var text: String { "\(dialect)/\(product ?? "*")/\(device ?? "*")" }

    /// Whether a device of this dialect and name belongs to it.
    package func contains(_ name: DeviceName) -> Bool {
        productPattern.hole(in: name.product) != nil && devicePattern.hole(in: name.device) != nil
    }

    private static func problem(in name: String, what: String) -> TextProblem? {
        if what == "the dialect", name == "*" {
            return TextProblem("a fleet speaks one dialect", suggestion: "name it")
        }
        if name != "*", name.utf8.contains(UInt8(ascii: "*")) {
            return TextProblem("a wildcard is a whole segment", suggestion: "write * alone or the whole name")
        }
        return TopicLevel.problem(in: name, what: what)
    }
}
