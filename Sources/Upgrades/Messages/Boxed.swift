/// A large value that is seldom there, kept outside of its owner so that the owner is cheap to copy.
package indirect enum Boxed<Value: Sendable & Hashable>: Sendable, Hashable {
    case value(Value)

    package var value: Value {
        switch self {
        case .value(let value): value
        }
    }
}
