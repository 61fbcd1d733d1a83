import Diagnostics
import Foundation
import GatewayFile
import Testing

struct HostEnvironmentTests {
    @Test func `files, modes and variables of the machine are seen`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let secret = folder.appendingPathComponent("secret").path
        try Data("s3cret".utf8).write(to: URL(filePath: secret))
        let host = HostEnvironment()

        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: secret)
        #expect(!host.isReadableByAll(secret))
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: secret)
        #expect(host.isReadableByAll(secret))
        #expect(host.contents(ofFile: secret) == Array("s3cret".utf8))
        #expect(host.contents(ofFile: secret + "s") == nil)
        #expect(host.contents(ofFile: folder.path) == nil)
        #expect(!host.isReadableByAll(secret + "s"))
        #expect(host.variable("PATH") != nil)
        #expect(host.variable("OTA_GATEWAY_NO_SUCH_VARIABLE") == nil)

        var findings = Findings()
        #expect(SourceFile.read(secret, into: &findings)?.bytes == Array("s3cret".utf8))
        #expect(findings.isEmpty)
    }
}
