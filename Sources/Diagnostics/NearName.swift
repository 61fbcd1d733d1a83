/// The name that a misspelt one most likely means: at most a third of its letters wrong, case apart.
///
/// A letter missing, added, changed, or two neighbours swapped, counts as one wrong. Of equally near names the
/// first in the given order wins. The name itself is no answer.
package func nearName(to name: String, among names: some Sequence<String>) -> String? {
    let wanted = Array(name.lowercased().unicodeScalars)
    let longest = 64  // the distance costs the product of both lengths
    guard wanted.count <= longest else { return nil }
    var best: (name: String, distance: Int)?
    for candidate in names where candidate != name {
        let letters = Array(candidate.lowercased().unicodeScalars)
        let bound = max(1, min(wanted.count, letters.count) / 3)
        guard letters.count <= longest, abs(letters.count - wanted.count) <= bound else { continue }
        let distance = editDistance(wanted, letters)
        if distance <= bound, distance < min(wanted.count, letters.count), distance < best?.distance ?? .max {
            best = (candidate, distance)
        }
    }
    return best?.name
}

/// The suggestion for a misspelt name, whole: `did you mean 'version'?`; nil when no name is near.
package func didYouMean(_ name: String, among names: some Sequence<String>) -> String? {
    nearName(to: name, among: names).map { "did you mean \(quoted($0))?" }
}

/// The optimal string alignment distance, by rows of the usual table.
private func editDistance(_ one: [Unicode.Scalar], _ other: [Unicode.Scalar]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...other.count)
    for row in one.indices {
        var current = [row + 1]
        for column in other.indices {
            let change = last[column] + (one[row] == other[column] ? 0 : 1)
            var distance = min(change, last[column + 1] + 1, current[column] + 1)
            if row > 0, column > 0, one[row] == other[column - 1], one[row - 1] == other[column] {
                distance = min(distance, beforeLast[column - 1] + 1)
            }
            current.append(distance)
        }
        (beforeLast, last) = (last, current)
    }
    return last[other.count]
}
