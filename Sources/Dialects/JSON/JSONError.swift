internal import Upgrades

/// Why a payload is no JSON that we read: the first trouble in byte order.
package struct JSONError: Error, Hashable, Sendable {
    package enum Code: Sendable {
        case notJSON, tooDeep, invalidUTF8
    }

    package var code: Code
    /// Where, in bytes from the start.
    package var offset: Int
    /// What is wrong there, without the place.
    package var reason: String

    package var description: String { "\(reason) at byte \(offset)" }
}
