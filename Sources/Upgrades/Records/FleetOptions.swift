/// What an operator decides for one fleet about how its upgrades are carried.
package struct FleetOptions: Sendable, Hashable {
    /// A refusal that an operator may lift for devices known to cope (H28, H29).
    package enum Allowance: String, CaseIterable, Sendable, Codable {
        /// Difference packages towards a dialect that has no word for them.
        case diff
        /// Signed packages towards a dialect that has no place for the signature.
        case signature
    }

    /// How long an upgrade may go without progress before it is timed out; zero switches this off (B10).
    package var timeout: Duration = .seconds(15 * 60)
    /// How long an offer may stay without a first progress; zero switches this off (B10).
    package var offerTimeout: Duration = .zero
    /// How long version reports of one burst are merged, the last one counting (B10, H18).
    package var settle: Duration = .zero
    /// Whether `installed` counts as success towards a backend that judges by version (B2, H5).
    package var doneIsSuccess = false
    /// The one module, on the side that names modules, which stands for the side that does not (B8).
    package var module: String?
    package var allowed: Set<Allowance> = []

    package init() {}
}
