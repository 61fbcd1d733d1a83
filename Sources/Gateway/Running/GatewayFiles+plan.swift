package import GatewayFile

extension GatewayFiles {
    /// The routes of these files.
    ///
    /// - Parameter links: those of a running gateway; nil makes one for each broker.
    /// - Returns: nil after an error, and for a broker that has no link.
    package func plan(links: [String]? = nil) -> RoutingPlan? {
        configuration.flatMap { RoutingPlan($0, dialects: dialects, version: mappingVersion, links: links) }
    }
}
