/// Some dozen numbers by name, in the order in which they came: so few that looking through them is quicker than hashing.
package struct NumbersByName: Sequence, Sendable, ExpressibleByDictionaryLiteral {
    private var entries: [(name: String, value: Int64)] = []

    package init() {}

    package init(dictionaryLiteral elements: (String, Int64)...) {
        for (name, value) in elements { self[name] = value }
    }

    package var isEmpty: Bool { entries.isEmpty }

    /// Nil where there is none of this name.
    package subscript(name: String) -> Int64? {
        get { entries.first { $0.name == name }?.value }
        set {
            let place = entries.firstIndex { $0.name == name }
            switch (place, newValue) {
            case (let place?, let value?): entries[place].value = value
            case (let place?, nil): entries.remove(at: place)
            case (nil, let value?): entries.append((name, value))
            case (nil, nil): break
            }
        }
    }

    /// Adds to a number that begins at 0.
    package mutating func add(_ more: Int64, to name: String) {
        guard let place = entries.firstIndex(where: { $0.name == name }) else { return entries.append((name, more)) }
        entries[place].value += more
    }

    /// Keeps the memory.
    package mutating func removeAll() { entries.removeAll(keepingCapacity: true) }

    package func makeIterator() -> IndexingIterator<[(name: String, value: Int64)]> { entries.makeIterator() }
}
