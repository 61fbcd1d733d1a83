package import Diagnostics
package import Upgrades

/// Messages as a vendor's devices and cloud write them, and what one dialect makes of each.
package struct MessageExample: Sendable {
    package let name: String
    package let location: SourceLocation
    /// The name of the dialect.
    package let dialect: String
    package let messages: [Message]

    package struct Message: Sendable {
        package let location: SourceLocation
        package let topic: Text
        package let payload: [UInt8]
        package let expected: Expected
    }

    package enum Expected: Sendable {
        /// The fields that are read, every one, as JSON; and what is printed of them.
        case says([(name: String, json: [UInt8])], Printed)
        case setAside(SetAsideCode)
    }

    package enum Printed: Sendable {
        /// The bytes that were read.
        case same(qos: Int)
        case other([UInt8], qos: Int)
        /// This form is only read: what is printed, if anything, has another.
        case never
    }
}
