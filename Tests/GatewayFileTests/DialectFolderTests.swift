import Diagnostics
import Foundation
import GatewayFile
import Testing

struct DialectFolderTests {
    private static let mappings = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Mappings").standardizedFileURL.path

    @Test func `the shipped folder has its dialects and nothing to say`() {
        var findings = Findings()
        let folder = DialectFolder(path: Self.mappings, into: &findings)
        #expect(folder.dialects.keys.sorted() == ["aliyun", "huawei", "tencent"])
        #expect(findings.isEmpty)
    }

    @Test func `a folder without files is empty`() {
        var findings = Findings()
        #expect(DialectFolder(path: "no/such/folder", into: &findings).isEmpty)
    }

    @Test func `two files of one dialect are a finding`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "dialects-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for name in ["a.yaml", "b.yaml", "b.examples.yaml"] {
            try FileManager.default.copyItem(
                atPath: "\(Self.mappings)/tencent.yaml", toPath: folder.appending(path: name).path)
        }
        var findings = Findings()
        _ = DialectFolder(path: folder.path, into: &findings)
        #expect(findings.all.map(\.code) == [.duplicateDialect])
        #expect(findings.all.first?.file.hasSuffix("b.yaml") == true)
    }
}
