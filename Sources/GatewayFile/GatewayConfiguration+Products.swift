import Diagnostics
import Dialects
import Upgrades

extension GatewayConfiguration {
    /// Where a dialect gives all its devices one product, fleets and identities must say that product.
    func checkProducts(_ dialects: [String: Dialect], into findings: inout Findings) {
        for fleet in fleets {
            let name = fleet.devices.dialect
            if let product = dialects[name]?.product?.string, fleet.devices.product != product {
                findings.report(
                    Finding(
                        .badDevices, "devices of dialect \(quoted(name)) have the product \(quoted(product))", in: file,
                        at: fleet.devicesLocation, suggestion: "write \(name)/\(product)/ and the device's name"))
            }
            let backend = backends[fleet.backend]
            if let product = dialects[backend.dialect]?.product?.string, fleet.identity.fixedProduct != product {
                findings.report(
                    Finding(
                        .badIdentity,
                        "backend \(quoted(backend.name)) knows its devices by the product \(quoted(product))", in: file,
                        at: fleet.identityLocation, suggestion: "write identity: { product: \(product) }"))
            }
        }
    }
}
