import Diagnostics
import TestMaterial
import Testing

@testable import YAMLSource

struct DiagnosticsGoldenTests {
    static let codes: [FindingCode] = [
        .fileTooLarge, .emptyFile, .invalidUTF8, .controlCharacter, .yamlSyntax, .tabIndentation, .severalDocuments,
        .nestedTooDeep, .tooManyNodes, .unknownAnchor, .keyNotText, .duplicateKey, .unknownKey, .missingKey, .wrongType,
        .unknownTag, .unknownOption, .mergeKey, .pastedCharacter,
    ]

    private enum Level: String, CaseIterable {
        case low, high
    }

    /// Reads a mapping with the keys `name` (required), `level`, `on` and `values` under small limits.
    @Test(arguments: GoldenFile.all(codes, in: .module)) func `a finding looks as in its golden file`(file: GoldenFile)
        throws
    {
        try file.check { source, findings in
            let limits = YAMLLimits(size: 400, depth: 8, nodes: 40)
            guard let node = YAMLReader.read(source, limits: limits, into: &findings),
                var fields = YAMLFields(node, what: "the file", file: source.name, into: &findings)
            else { return }
            _ = fields.requireText("name", into: &findings)
            _ = fields.takeChoice("level", of: Level.self, into: &findings)
            _ = fields.takeBoolean("on", into: &findings)
            _ = fields.take("values")
            fields.finish(into: &findings)
        }
    }
}
