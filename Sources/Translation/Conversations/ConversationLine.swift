internal import Dialects
internal import Foundation
package import Upgrades

/// One line of a conversation in JSON: a message, or only a time.
package struct ConversationLine {
    /// Milliseconds; nil for a line that says no time.
    package var at: Int64?
    package var message: (topic: Text, payload: [UInt8])?
    /// What is wrong with the line; its time counts all the same.
    package var problem: String?

    /// - Parameter line: without its end.
    package init(_ line: [UInt8]) {
        var deep: DeepPayload?
        let document: JSONDocument
        do {
            do {
                document = try JSONDocument.readStrict(line)
            } catch let error where error.code == .tooDeep {
                deep = DeepPayload(line: line)
                document = try JSONDocument.readStrict(deep?.line ?? line)
            }
        } catch {
            problem = error.description
            return
        }
        guard document[document.root].kind == .object else {
            problem = "a line must be a JSON object"
            return
        }
        func member(_ name: String) -> Int? { document.member(Array(name.utf8), of: document.root) }
        if let node = member("at") {
            guard document[node].kind == .number, let seconds = Double(document.text(node).string), seconds >= 0,
                seconds < 1e15
            else {
                problem = "'at' must be a number of seconds"
                return
            }
            at = Int64((seconds * 1000).rounded())
        }
        let payload = member("payload")
        let encoded = member("payload64")
        guard let node = member("topic") else {
            if payload != nil || encoded != nil || at == nil {
                problem = "a line needs 'topic' and 'payload', or 'at' alone"
            }
            return
        }
        guard document[node].kind == .string else {
            problem = "'topic' must be a string"
            return
        }
        switch (payload, encoded) {
        case (_?, nil) where deep != nil:
            message = (document.text(node), deep?.payload ?? [])
        case (let payload?, nil):
            let bytes =
                document[payload].kind == .string
                ? document.content(payload) : JSONWriter.compact(payload, of: document).bytes
            message = (document.text(node), bytes)
        case (nil, let encoded?):
            guard document[encoded].kind == .string, let bytes = Data(base64Encoded: document.text(encoded).string)
            else {
                problem = "'payload64' must be base64"
                return
            }
            message = (document.text(node), Array(bytes))
        default:
            problem = "a line needs 'payload' or 'payload64', one of them"
        }
    }
}
