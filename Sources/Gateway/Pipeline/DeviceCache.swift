package import Journal
package import Migration
package import Upgrades

/// The states of the devices heard last, decoded; all others stand in the journal only.
///
/// Bounded: when full, a new device takes the slot of one that was not used since the hand passed it last (the clock
/// algorithm), and whose state is committed.
package struct DeviceCache: Sendable {
    package struct Slot: Sendable {
        package let key: DeviceKey
        package let fleet: Int
        package var state: DeviceState
        /// Where its fleet moves to another backend.
        package var migrant: Migrant?
        var isMigrantChanged = false
        /// Used again since the hand passed; a device heard once goes before one heard often.
        var isRecent = false
        var isChanged = false
    }

    private var slots: [Slot] = []
    private var places: [DeviceKey: Int] = [:]
    private var hand = 0
    /// Slots whose state differs from the journal's, in the order in which they were touched.
    private var changed: [Int] = []
    private let capacity: Int

    package init(capacity: Int = 20_000) { self.capacity = capacity }

    package var count: Int { slots.count }
    package var hasChanges: Bool { !changed.isEmpty }

    /// The slot of a device; nil when its state has to be read and inserted first.
    package mutating func find(_ key: DeviceKey, fleet: Int) -> Int? {
        guard let place = places[key] else { return nil }
        slots[place].isRecent = true
        guard slots[place].fleet != fleet else { return place }
        // The fleet was another before a reload.
        var slot = Slot(key: key, fleet: fleet, state: slots[place].state)
        slot.isChanged = slots[place].isChanged
        (slot.migrant, slot.isMigrantChanged) = (slots[place].migrant, slots[place].isMigrantChanged)
        slots[place] = slot
        return place
    }

    /// The slot of a device, if there is one, without counting as its use.
    func look(at key: DeviceKey) -> Slot? { places[key].map { slots[$0] } }

    package mutating func insert(_ key: DeviceKey, fleet: Int, _ state: DeviceState) -> Int {
        let slot = Slot(key: key, fleet: fleet, state: state)
        guard let place = freePlace() else {
            slots.append(slot)
            places[key] = slots.count - 1
            return slots.count - 1
        }
        places[slots[place].key] = nil
        slots[place] = slot
        places[key] = place
        return place
    }

    /// Forgets all states; none may wait for its commit.
    package mutating func removeAll() {
        precondition(!hasChanges, "a changed state would be lost")
        slots.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
        hand = 0
    }

    package subscript(place: Int) -> Slot { slots[place] }

    /// Changes a device's state; it belongs to the next commit.
    package mutating func update<Result>(_ place: Int, _ body: (inout DeviceState) -> Result) -> Result {
        if !slots[place].isChanged {
            slots[place].isChanged = true
            changed.append(place)
        }
        return body(&slots[place].state)
    }

    /// The same for a device that moves; one that has no such state yet is at the backend that its fleet leaves.
    package mutating func updateMigrant<Result>(
        _ place: Int, _ body: (inout DeviceState, inout Migrant) -> Result
    ) -> Result {
        let before = slots[place].migrant
        var migrant = before ?? Migrant(order: slots[place].state.order)
        let result = update(place) { body(&$0, &migrant) }
        if migrant != before {
            slots[place].migrant = migrant
            slots[place].isMigrantChanged = true
        }
        return result
    }

    /// Takes what the journal has of a device that moves.
    mutating func set(_ migrant: Migrant, at place: Int) { slots[place].migrant = migrant }

    /// Hands out each changed state once, for the journal.
    package mutating func takeChanges(_ body: (Slot) -> Void) {
        for place in changed {
            slots[place].isChanged = false
            body(slots[place])
            slots[place].isMigrantChanged = false
        }
        changed.removeAll(keepingCapacity: true)
    }

    /// Nil while there is room for one more, and when every slot waits for its commit.
    private mutating func freePlace() -> Int? {
        guard slots.count >= capacity else { return nil }
        for _ in 0..<(2 * slots.count) {
            let place = hand
            hand = (hand + 1) % slots.count
            if slots[place].isChanged { continue }
            if !slots[place].isRecent { return place }
            slots[place].isRecent = false
        }
        return nil
    }
}
