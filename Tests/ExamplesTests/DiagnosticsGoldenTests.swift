import Diagnostics
import Examples
import TestMaterial
import Testing
import YAMLSource

struct DiagnosticsGoldenTests {
    static let codes: [FindingCode] = [.badPayload, .badTime, .nothingExpected, .unknownKey]

    @Test(arguments: GoldenFile.all(codes, in: .module)) func `a finding looks as in its golden file`(file: GoldenFile)
        throws
    {
        try file.check { source, findings in
            guard let root = YAMLReader.read(source, into: &findings) else { return }
            _ = ExampleReader.read(root, file: source.name, into: &findings)
        }
    }
}
