import Testing
import Translation

@testable import Upgrades

/// Every event follows `Mappings/schema/ota-progress.v1.schema.json`.
struct ProgressSchemaTests {
    private let schema: JSONSchema

    init() throws {
        schema = try JSONSchema(Mappings.text("schema/ota-progress.v1.schema.json"))
    }

    private static let event =
        #"{"device":{"dialect":"tencent","product":"PRODTENC01","name":"dev1"},"backend":"aliyun-cloud","module":"default","#
        + #""version":{"from":"1.0.0","to":"2.0.0"},"attempt":1,"phase":"failed","percent":95,"terminal":true,"#
        + #""failure":{"class":"integrity","note":"time_out"},"#
        + #""native":{"state":"fail","result_code":"-4","result_msg":"time_out"},"dropped":[],"synthetic":false,"seq":17}"#

    @Test func `the documented example is valid`() throws {
        #expect(try schema.problems(of: Array(Self.event.utf8)) == [])
    }

    @Test(arguments: [
        (#""seq":17"#, #""seq":0"#), (#","seq":17"#, ""), (#""percent":95"#, #""percent":101"#),
        (#""percent":95"#, #""percent":"95""#),
        (#""terminal":true"#, #""terminal":false"#), (#""terminal":true"#, #""terminal":1"#),
        (#""attempt":1"#, #""attempt":0"#),
        (#""phase":"failed""#, #""phase":"done""#), (#""class":"integrity""#, #""class":"digest""#),
        (#","note":"time_out""#, ""),
        (#""dropped":[]"#, #""dropped":[1]"#), (#""dropped":[]"#, #""dropped":null"#),
        (#""synthetic":false"#, #""synthetic":null"#),
        (#""seq":17"#, #""seq":17,"more":1"#), (#""from":"1.0.0","#, ""),
        (#""backend":"aliyun-cloud""#, #""backend":null"#),
        (#""native":{"state":"fail","result_code":"-4","result_msg":"time_out"}"#, #""native":"fail""#),
    ]) func `an event with this fault is not`(part: String, fault: String) throws {
        let broken = Self.event.replacing(part, with: fault)
        #expect(broken != Self.event)
        #expect(try !schema.problems(of: Array(broken.utf8)).isEmpty)
    }

    @Test(arguments: Sides.all) func `the schema's words are the product's (B13)`(sides: Sides) throws {
        let device = Identity(product: "P", device: "d")
        for phase in Phase.allCases {
            for failure in FailureClass.allCases.map({ ProgressEvent.Failure($0, note: "") }) + [nil] {
                let event = ProgressEvent(
                    module: "default", from: nil, target: nil, attempt: 1, phase: phase, percent: nil, failure: failure,
                    native: nil, isSynthetic: true, sequence: 1)
                let json = event.json(device: device, dialect: sides.device.rawValue, backend: sides.backend.rawValue)
                #expect(try schema.problems(of: json) == [])
            }
        }
    }
}
