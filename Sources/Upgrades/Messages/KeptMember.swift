/// A member that no rule reads, kept for the same place of the same dialect.
package struct KeptMember: Sendable, Hashable {
    /// Where it stood, as a JSON Pointer.
    package var pointer: String
    package var value: RawJSON

    package init(pointer: String, value: RawJSON) {
        self.pointer = pointer
        self.value = value
    }
}
