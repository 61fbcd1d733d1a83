import Dialects
import GatewayFile
import Translation
import Upgrades

extension RoutingPlan {
    /// What each link subscribes to: the fleets' device topics at their brokers, the identities' backend topics at the
    /// backends' brokers; products and devices by name where the configuration names them.
    ///
    /// No `$share`: mosquitto never delivers `$share/g/$ota/...` (src/topic_tok.c:100).
    static func filters(
        _ configuration: GatewayConfiguration, routes: [Route], linkOfBroker: [Int], links: Int
    ) -> [[String]] {
        var filters = Array(repeating: [String](), count: links)
        for (fleet, route) in zip(configuration.fleets, routes) {
            let backend = configuration.backends[fleet.backend]
            filters[linkOfBroker[fleet.broker]] +=
                route.device.topicFilters(from: .device, product: fleet.devices.product, device: fleet.devices.device)
            for product in fleet.identity.products?.map(Optional.some) ?? [nil] {
                filters[linkOfBroker[backend.broker]] +=
                    route.backend.topicFilters(from: .backend, product: product, device: fleet.identity.fixedDevice)
            }
        }
        return filters.map(withoutCovered)
    }

    /// Drops filters whose messages another one brings as well: a broker may deliver them twice (MQTT 5, 3.3.4).
    static func withoutCovered(_ filters: [String]) -> [String] {
        var kept: [String] = []
        for filter in filters where !kept.contains(where: { covers($0, filter) }) {
            kept.removeAll { covers(filter, $0) }
            kept.append(filter)
        }
        return kept
    }

    private static func covers(_ wide: String, _ narrow: String) -> Bool {
        let levels = [wide, narrow].map {
            $0.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        }
        return levels[0].count == levels[1].count
            && zip(levels[0], levels[1]).allSatisfy { $0.elementsEqual("+".utf8) || $0.elementsEqual($1) }
    }
}
