/// One request that the package server answered.
package struct ServedRequest: Sendable, Hashable {
    /// With the query.
    package var target: String
    /// The `Range` header as it came.
    package var range: String?
    package var status: Int
    /// The bytes the answer was to carry, as a part of the file; nil when it was an error.
    package var span: Range<Int>?
    /// The bytes of the body that the connection took before it ended.
    package var sent = 0
}
