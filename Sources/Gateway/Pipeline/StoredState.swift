/// A device's state as the journal has it, with the clock that its times were taken by.
package struct StoredState: Sendable {
    package let bytes: [UInt8]
    /// The link that its devices were on when it was written.
    package let link: String
    /// What that link's clock reads now; nil where there is no such clock any more.
    package let reading: Int64?
    /// What its last migration keeps of it; nil where no fleet moves.
    package let migrant: (migration: String, state: [UInt8])?

    package init(
        bytes: [UInt8], link: String, reading: Int64?, migrant: (migration: String, state: [UInt8])? = nil
    ) {
        self.bytes = bytes
        self.link = link
        self.reading = reading
        self.migrant = migrant
    }
}
