internal import Diagnostics
package import Dialects

/// How much of one dialect file its examples put to use.
package struct Coverage: Sendable {
    /// Things of one sort: how many there are, and how many were put to use.
    package struct Count: Hashable, Sendable {
        package let name: String
        package let used: Int
        package let all: Int
    }

    package let counts: [Count]
    /// `Mappings/acme.yaml:12:7: 'state' of 'progress' is never read`, in the file's order.
    package let missing: [String]

    package init(of dialect: Dialect, in use: DialectUse) {
        let exercises = dialect.exercises
        let groups: [(name: String, sorts: Set<Exercise.Sort>)] = [
            ("forms read", [.variantRead]), ("forms printed", [.variantPrinted]), ("codes read", [.codeRead]),
            ("codes printed", [.codePrinted]), ("holes", [.holeRead, .holePrinted, .fallbackPrinted]),
            ("members that may be absent", [.memberPresent, .memberAbsent]), ("alternatives", [.alternativeRead]),
            ("limits, losses and URL patterns", [.limit, .loss, .urlExpiry]),
        ]
        counts = groups.compactMap { group in
            let all = exercises.filter { group.sorts.contains($0.exercise.sort) }
            let used = all.count { use.contains($0.exercise, of: dialect) }
            return all.isEmpty ? nil : Count(name: group.name, used: used, all: all.count)
        }
        missing = use.missing(of: dialect).map { missing in
            let place = missing.exercise.location
            return "\(harmless(dialect.file)):\(place.line):\(place.column): "
                + "\(harmless(missing.label)) is \(missing.exercise.sort.lack)"
        }
    }
}
