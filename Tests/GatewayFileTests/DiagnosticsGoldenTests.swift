import Diagnostics
import GatewayFile
import TestMaterial
import Testing

struct DiagnosticsGoldenTests {
    static let codes: [FindingCode] = [
        .badName, .badURL, .badDuration, .badSize, .badReference, .badDevices, .badIdentity, .badTopic, .badPath,
        .unknownBroker, .unknownBackend, .unknownDialect, .unusedBroker, .unusedBackend, .missingFile, .missingVariable,
        .literalPassword, .exposedSecret, .tlsWithoutMQTTS, .sameBroker, .overlappingFleets, .identityNotOneToOne,
        .sharedIdentity, .loop, .sharedTopics, .progressOverlap,
    ]

    @Test(arguments: GoldenFile.all(codes, in: .module)) func `a finding looks as in its golden file`(file: GoldenFile)
        throws
    {
        try file.check { source, findings in
            let configuration = GatewayConfiguration.read(
                source, environment: MemoryEnvironment.fixtures, into: &findings)
            configuration?.check(dialects: ["aliyun", "tencent", "twin"], into: &findings)
            configuration?.checkTopics(of: SharedTopicsTests.dialects, into: &findings)
            #expect(!findings.text(in: [source]).contains("hunter2"))
        }
    }

    @Test func `a file that is not there is a finding`() {
        var findings = Findings()
        #expect(SourceFile.read("no/such/gateway.yaml", into: &findings) == nil)
        #expect(
            findings.all.map(\.line) == ["no/such/gateway.yaml:1:1: error: there is no such file [unreadable-file]"])
    }

    @Test func `a folder is no file`() {
        var findings = Findings()
        #expect(SourceFile.read("/", into: &findings) == nil)
        #expect(findings.all.map(\.code) == [.unreadableFile])
    }
}
