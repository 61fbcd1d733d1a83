/// A large value that is seldom there, kept outside of its owner so that the owner is cheap to copy.
package struct Boxed<Value: Sendable & Hashable>: Sendable {
    // no indirect enum: the compiler fails on messages that are consumed and have such a member (6.3.1)
    private final class Box: Sendable {
        let value: Value
        init(_ value: Value) { self.value = value }
    }
    private let box: Box

    package init(_ value: Value) { box = Box(value) }

    package var value: Value { box.value }
}

extension Boxed: Hashable {
    package static func == (left: Self, right: Self) -> Bool { left.box === right.box || left.value == right.value }
    package func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
