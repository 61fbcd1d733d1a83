extension Migration {
    /// What moves where; fixed once the migration has started.
    package struct Plan: Sendable, Hashable, Codable {
        /// One of the fleets that move, and the names of its devices at the new backend.
        package struct Fleet: Sendable, Hashable, Codable {
            package var name: String
            /// The backend that it leaves, as the configuration names it.
            package var origin: String
            /// Texts with the holes `${product}` and `${device}`.
            package var product: String
            package var device: String
            /// Devices whose new name follows no pattern: `PRODUCT/DEVICE` to `PRODUCT/DEVICE`.
            package var exceptions: [String: String]

            package init(
                name: String, origin: String, product: String, device: String, exceptions: [String: String] = [:]
            ) {
                self.name = name
                self.origin = origin
                self.product = product
                self.device = device
                self.exceptions = exceptions
            }
        }

        /// The backend that all of them go to, as the configuration names it.
        package var destination: String
        package var fleets: [Fleet]
        /// How long a device that is to leave waits for a first progress, in seconds, before its offer is timed out.
        package var patience: Int64

        package init(destination: String, fleets: [Fleet], patience: Int64 = 900) {
            self.destination = destination
            self.fleets = fleets
            self.patience = patience
        }

        /// The backends that are left, each once.
        package var origins: [String] {
            fleets.reduce(into: []) { names, fleet in
                if !names.contains(fleet.origin) { names.append(fleet.origin) }
            }
        }

        /// `'old'`, or `'one', 'other'`.
        var toldOrigins: String { origins.map { "'\($0)'" }.joined(separator: ", ") }
    }
}
