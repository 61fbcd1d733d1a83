import Diagnostics
import Examples
import Testing

/// The examples that ship with the dialect files.
struct ShippedExamplesTests {
    @Test func `every shipped example goes as written`() throws {
        let shipped = try ShippedMappings()
        var findings = Findings()
        for file in shipped.files {
            for example in file.examples {
                let differences = example.run(dialects: shipped.dialects, file: file.name, into: &findings)
                #expect(differences?.isEmpty == true, "\(file.name): \(example.name)")
            }
            for example in file.messages {
                let differences = example.run(dialects: shipped.dialects, file: file.name, into: &findings)
                #expect(differences?.isEmpty == true, "\(file.name): \(example.name)")
            }
        }
        #expect(findings.isEmpty, "\(findings.all.map(\.line))")
    }

    @Test func `each dialect has examples beside it`() throws {
        let shipped = try ShippedMappings()
        for dialect in shipped.dialects.keys {
            let file = try #require(shipped.files.first { $0.name == "\(dialect).examples.yaml" })
            #expect(file.examples.count >= 15)
        }
    }
}
