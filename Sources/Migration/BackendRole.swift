/// One of the two backends of a migration: the one that devices leave, or the one they go to.
package enum BackendRole: String, CaseIterable, Sendable, Codable {
    case origin
    case destination

    package var other: BackendRole { self == .origin ? .destination : .origin }

    /// As it is stored.
    package var code: UInt8 { self == .origin ? 0 : 1 }
    package init(code: UInt8) { self = code == 0 ? .origin : .destination }
}
