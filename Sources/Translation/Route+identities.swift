internal import Dialects

extension Route {
    /// Why a device cannot have these names on this route; nil if it can.
    package func problem(with names: Identities) -> String? {
        problem(with: names.device, in: device) ?? problem(with: names.backend, in: backend)
    }

    private func problem(with name: Identity, in dialect: Dialect) -> String? {
        guard let product = dialect.product, product != name.product else { return nil }
        return "'\(name)' is no device of dialect \(dialect.name); write \(product)/\(name.device)"
    }
}
