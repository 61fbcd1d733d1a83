import Foundation
import Upgrades

/// Messages of real devices and clouds.
struct SampleMessage {
    let topic: Text
    let payload: [UInt8]

    private struct Line: Decodable {
        let topic: String
        let payload: String
    }

    static let all: [SampleMessage] = {
        let file = ShippedDialects.root.appending(path: "Tests/DialectsTests/Fixtures/messages.jsonl")
        guard let bytes = try? Data(contentsOf: file) else { preconditionFailure("cannot read \(file.path)") }
        return bytes.split(separator: UInt8(ascii: "\n")).map { line in
            guard let line = try? JSONDecoder().decode(Line.self, from: line) else {
                preconditionFailure("\(file.path) has another form")
            }
            return SampleMessage(topic: Text(line.topic), payload: Array(line.payload.utf8))
        }
    }()
}
