import Diagnostics
import Dialects
import Foundation
import Testing

/// The dialect files that the repository ships.
enum Mappings {
    /// The folder `Mappings` at the top of the repository.
    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Mappings")

    static func text(_ file: String) throws -> String {
        try String(contentsOf: folder.appending(path: file), encoding: .utf8)
    }

    /// Compiles a dialect file; findings fail the test.
    static func load(_ text: String, name: String) throws -> Dialect {
        var findings = Findings()
        let source = SourceText(name: name, bytes: Array(text.utf8))
        let dialect = DialectLoader.load(source, into: &findings)
        return try #require(dialect, "\(findings.text(in: [source]))")
    }
}

/// A vendor whose dialect the tests speak by hand.
enum Vendor: String, CaseIterable {
    case tencent
    case aliyun

    /// The device's product on this vendor's side.
    var product: String {
        switch self {
        case .tencent: "PRODTENC01"
        case .aliyun: "a1AliPk0001"
        }
    }

    /// Read once for all tests.
    private static let loaded: Result<[Vendor: Dialect], any Error> = Result {
        var dialects: [Vendor: Dialect] = [:]
        for vendor in allCases {
            let file = "\(vendor.rawValue).yaml"
            dialects[vendor] = try Mappings.load(Mappings.text(file), name: file)
        }
        return dialects
    }

    func dialect() throws -> Dialect { try #require(Self.loaded.get()[self]) }
}

/// One of the four combinations of dialects.
struct Sides: CustomTestStringConvertible {
    let device: Vendor
    let backend: Vendor

    static let all = Vendor.allCases.flatMap { device in Vendor.allCases.map { Sides(device: device, backend: $0) } }

    var testDescription: String { "\(device) device, \(backend) backend" }
    var isSameDialect: Bool { device == backend }
}
