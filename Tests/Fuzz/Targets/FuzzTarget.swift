/// A place where the product reads bytes that somebody else wrote, with the laws that hold whatever they are.
///
/// The same targets are run by `swift test`, over the kept corpora and over seeded changes of them, and by libFuzzer
/// (`Tests/Fuzz/run`). Besides the laws that a target states, none may crash, hang or take memory without bound.
package struct FuzzTarget: Sendable {
    /// Of its corpus and its dictionary, too.
    package let name: String
    /// Bytes that are tried at most; what is longer shows nothing new and is slow.
    package let longest: Int
    /// Throws the law that the bytes break.
    package let check: @Sendable ([UInt8]) throws -> Void

    package init(name: String, longest: Int, check: @escaping @Sendable ([UInt8]) throws -> Void) {
        self.name = name
        self.longest = longest
        self.check = check
    }

    /// The targets of the pure modules, which build in a minute.
    package static let pure = [json, payload, conversation, topic, template, state, yaml, dialectFile]
}
