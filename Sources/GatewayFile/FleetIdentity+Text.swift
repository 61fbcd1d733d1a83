extension FleetIdentity {
    /// An identity as it is written for a fleet that moves.
    ///
    /// - Parameters:
    ///   - product: a topic level with the holes `${product}` and `${device}`.
    ///   - device: likewise.
    /// - Throws: what is wrong with the texts, or with what they do to the devices.
    package init(
        product: String, device: String, of devices: DevicePattern, exceptions: IdentityExceptions? = nil
    ) throws(TextProblem) {
        try self.init(
            product: Self.text(product, of: .product), device: Self.text(device, of: .device), of: devices,
            exceptions: exceptions)
    }

    /// One segment of an identity.
    static func text(_ text: String, of hole: Hole) throws(TextProblem) -> HoleText<Hole> {
        let holes = try HoleText<Hole>(text)
        guard !holes.pieces.isEmpty else { throw TextProblem("the \(hole.rawValue) of an identity is empty") }
        for literal in holes.literals {
            if let problem = TopicLevel.problem(in: literal, what: "the \(hole.rawValue) of an identity") {
                throw problem
            }
        }
        return holes
    }
}
