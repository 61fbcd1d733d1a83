import Diagnostics
import TestMaterial
import Testing

@testable import Dialects

struct DiagnosticsGoldenTests {
    static let codes: [FindingCode] = [
        .unknownField, .unknownKind, .unknownConversion, .unknownPart, .unknownWord, .missingKind, .missingField,
        .missingConversion, .unfitField, .unfitConversion, .identityInPayload, .mixedText, .badHole, .badFallback,
        .badLiteral,
        .badNumber, .badPattern, .badTable, .badAnswer, .ambiguousCode, .unstatedBehaviour,
        .unstatedLoss, .unneededLoss, .emptyList,
        .oneSided,
        .unprintable, .unreachable, .unused, .readsAsAnother, .oneWay, .unfillable, .missingModule, .badLimit,
        .oddMember,
        // shared with gateway.yaml and with every YAML file, as dialect files come upon them
        .badTopic, .badName, .wrongType, .unknownOption, .duplicateKey, .unknownKey, .missingKey,
        // what YAML readers disagree about
        .booleanLookalike, .numberLookalike,
    ]

    @Test(arguments: GoldenFile.all(codes, in: .module)) func `a finding looks as in its golden file`(file: GoldenFile)
        throws
    {
        try file.check { source, findings in
            var found = Findings()
            let dialect = DialectLoader.load(source, into: &found)
            #expect((dialect == nil) == found.hasErrors)
            findings.report(found)
        }
    }

    @Test(arguments: ["aliyun", "huawei", "tencent"]) func `the shipped files load without findings`(name: String)
        throws
    {
        #expect(try Repository.dialect(name).name == name)
    }

    @Test func `findings of the YAML file keep the dialect from being used`() throws {
        let text = try Repository.text("Mappings/tencent.yaml")
        var findings = Findings()
        #expect(DialectLoader.load(SourceText(name: "a.yaml", text: text + "dialect: again\n"), into: &findings) == nil)
        #expect(findings.all.map(\.code) == [.duplicateKey])
    }
}
