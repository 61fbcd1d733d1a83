internal import Upgrades

/// A form that a payload may be of, and where in the payload stands what the form would read.
///
/// All of this is told by the make of the payload (`JSONSkeleton`), so that it is found once for all payloads of a make.
/// Literals and codes, which the payloads of one make may have different ones of, are compared for each (`read`).
final class Candidate: Sendable {
    /// A hole and the value that it meets.
    struct Value: Sendable {
        let hole: Hole
        let node: Int
        /// Whether an earlier hole fills the same field.
        let isRepeated: Bool
    }

    let plan: ReadPlan
    /// The literals that are not told by the make: those at texts and numbers.
    let comparisons: [Shape.Comparison]
    /// What may refuse a value comes first where the order tells nothing else, so that a form that does not fit is soon left.
    let values: [Value]
    /// The optional members that are there and of which no field tells, as JSON Pointers.
    let literals: [String]
    /// The members that no template names, with the JSON Pointers of their objects.
    let extras: [(object: String, node: Int)]
    let native: NativeMembers
    /// What was forgiven in texts that hold the form's objects (H32).
    let repairs: JSONDocument.Repairs

    /// Nil for a payload of another shape.
    ///
    /// - Parameter spots: where the payload has the members that the forms of its topic name.
    init?(_ plan: ReadPlan, _ document: JSONDocument, _ spots: [Layout.Spot]) {
        guard let fit = plan.shape.fit(document, spots) else { return nil }
        self.plan = plan
        comparisons = fit.comparisons
        let values = plan.bindings.compactMap { binding in
            let node = Int(spots[binding.slot].node)
            return node < 0 ? nil : Value(hole: binding.hole, node: node, isRepeated: binding.isRepeated)
        }
        let isOrderFree = !values.contains(where: \.isRepeated)
        self.values = isOrderFree ? values.filter(\.hole.mayRefuse) + values.filter { !$0.hole.mayRefuse } : values
        literals = plan.remembered.filter { spots[$0.slot].node >= 0 }.map(\.pointer)
        extras = fit.hasExtras ? plan.extras(in: document, spots) : []
        native = NativeMembers(plan.news, document, spots)
        repairs = plan.objects.reduce(into: []) { repairs, object in
            let spot = spots[object.slot]
            if spot.object != spot.node { repairs.formUnion(document[Int(spot.object)].repairs) }
        }
    }
}

/// The forms that the payloads of one make may be of on one topic, in the order in which they are tried.
final class Candidates: Sendable {
    let layout: Layout.Identity
    let list: [Candidate]

    init(_ list: [Candidate], of layout: Layout.Identity) {
        self.list = list
        self.layout = layout
    }
}
