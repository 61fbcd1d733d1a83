/// A member of a payload that no template names, kept for the same dialect and named as dropped for another.
package struct Extra: Sendable, Hashable {
    /// The object it stood in, as a JSON Pointer (RFC 6901) without the member itself; "" is the payload.
    package var object: String
    package var name: Text
    package var value: RawJSON

    package init(object: String, name: Text, value: RawJSON) {
        self.object = object
        self.name = name
        self.value = value
    }
}
