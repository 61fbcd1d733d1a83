package import Diagnostics

/// What `gateway.yaml` says, checked: every name is resolved, and no two routes can meet or form a loop.
///
/// Paths are joined to the file's folder. Brokers, backends and fleets are in the file's order.
package struct GatewayConfiguration: Sendable {
    /// Normalised progress: where events are published.
    package struct Progress: Sendable {
        /// Index in `brokers`.
        package let broker: Int
        package let topic: ProgressTopic
        package let topicLocation: SourceLocation
    }

    /// The file's name as findings show it.
    package let file: String
    package let name: String
    /// Folder of the dialect files.
    package let mappings: String
    package let mappingsLocation: SourceLocation
    /// Path of the journal's database.
    package let journal: String
    /// The most bytes of messages accepted and not yet delivered.
    package let outboxLimit: Int
    /// How long the journal keeps events.
    package let eventRetention: Duration
    package let brokers: [BrokerConfiguration]
    package let backends: [BackendConfiguration]
    package internal(set) var fleets: [FleetConfiguration]
    /// Nil where events are not published.
    package let progress: Progress?

    /// Reports backends and fleets whose dialect has no file.
    ///
    /// - Parameter dialects: the names of the dialects that were loaded from `mappings`.
    package func check(dialects: some Collection<String>, into findings: inout Findings) {
        let used =
            backends.map { ($0.dialect, $0.dialectLocation) } + fleets.map { ($0.devices.dialect, $0.devicesLocation) }
        for (dialect, location) in used where !dialects.contains(dialect) {
            let known = dialects.isEmpty ? nil : "expected one of \(dialects.sorted().joined(separator: ", "))"
            findings.report(
                Finding(
                    .unknownDialect, "no dialect \(quoted(dialect)) in \(quoted(mappings))", in: file, at: location,
                    suggestion: didYouMean(dialect, among: dialects.sorted()) ?? known))
        }
    }
}
