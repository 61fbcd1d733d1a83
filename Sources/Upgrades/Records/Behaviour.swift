/// How the devices and clouds of one dialect behave, as its dialect file declares it.
package struct Behaviour: Sendable, Hashable {
    /// What a backend takes for success.
    package enum Success: String, CaseIterable, Sendable {
        /// The device's claim to be done.
        case progress
        /// The report of the target version, and nothing else.
        case versionReport = "version-report"
    }

    package var success: Success = .versionReport
    /// Version reports are answered by the backend, and devices wait for it (H13).
    package var requiresReceipts = false
    /// A version report makes the backend offer again (H17).
    package var reoffersOnReport = false
    /// Devices may ask for the pending package (H15).
    package var answersQueries = false

    package init() {}
}

/// One side of a route, as far as the rules of an upgrade need to know it.
package struct SideTraits: Sendable, Hashable {
    package var dialect: String
    package var behaviour: Behaviour
    /// Progress carries the target version.
    package var namesTargetInProgress: Bool
    /// Progress cannot be printed without the target version.
    package var requiresTargetInProgress: Bool
    /// Messages carry a module.
    package var namesModules: Bool
    /// Progress carries the version that runs while it is made.
    package var namesVersionInProgress: Bool
    /// Its devices can be asked for their version.
    package var asksVersions: Bool

    package init(
        dialect: String, behaviour: Behaviour, namesTargetInProgress: Bool, requiresTargetInProgress: Bool,
        namesModules: Bool, namesVersionInProgress: Bool = false, asksVersions: Bool = false
    ) {
        self.dialect = dialect
        self.behaviour = behaviour
        self.namesTargetInProgress = namesTargetInProgress
        self.requiresTargetInProgress = requiresTargetInProgress
        self.namesModules = namesModules
        self.namesVersionInProgress = namesVersionInProgress
        self.asksVersions = asksVersions
    }
}
