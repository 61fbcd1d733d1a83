import Dialects
import GatewayFile
package import Journal
import Translation
import Upgrades

/// The pure pipeline at work for the reactor: messages and timers in, one batch for the journal out.
///
/// Knows no socket and no clock. Device states are read through `load` when they are not cached.
package struct Pipeline {
    /// When a turn happens.
    package struct Moments: Sendable {
        /// Milliseconds since 1970.
        package var wall: Int64
        /// The reading of each link's timer clock.
        package var timers: [Int64]

        package init(wall: Int64, timers: [Int64]) {
            self.wall = wall
            self.timers = timers
        }
    }
    /// Something for the log.
    package struct Remark: Sendable {
        package let isGrave: Bool
        package let text: String
    }
    typealias Load = (DeviceKey) throws(JournalError) -> StoredState?

    package private(set) var plan: RoutingPlan
    /// What is to be committed so far, without the device states.
    package var batch = JournalBatch()
    package var counters = Counters()
    package internal(set) var remarks: [Remark] = []
    /// How often the log has told of a code since the last report.
    var setAsidesSaid: [SetAsideCode: Int] = [:]
    /// The earliest timer set by this batch, for each link.
    package internal(set) var wakes: [Int64?]
    /// Whether `batch` holds events.
    package internal(set) var hasEvents = false
    var devices: DeviceCache
    /// The fleets that move, and what is to be committed of that.
    package internal(set) var book: MigrationBook
    /// The payload that is read, in room that is used again from one to the next.
    var document = JSONDocument()
    /// How many devices have been heard; the place of the next one (rule B13).
    var known: Int64
    private var isKnownChanged = false
    /// The time last written into an event; it is the same for all events of a turn.
    var time: (milliseconds: Int64, text: String) = (0, timestamp(0))

    /// - Parameter known: the journal's number `devices.known`.
    package init(
        plan: RoutingPlan, known: Int64, cachedDevices: Int = 20_000, book: MigrationBook = MigrationBook()
    ) {
        self.plan = plan
        self.book = book
        self.known = known
        devices = DeviceCache(capacity: cachedDevices)
        wakes = plan.links.map { _ in nil }
    }

    /// Takes over new routes.
    ///
    /// To be called between batches: no device's state waits for its commit.
    package mutating func replan(_ plan: RoutingPlan) {
        precondition(!devices.hasChanges && batch.appended.isEmpty, "a batch belongs to one plan")
        self.plan = plan
        // Fleets may have moved to other links; a state that is read again is taken to its link's clock.
        devices.removeAll()
    }

    /// Whether something waits to be committed.
    package var isEmpty: Bool { batch.isEmpty && !devices.hasChanges && !book.hasChanges }

    /// Events from before this are kept no longer.
    package func oldestEvent(at wall: Int64) -> Int64 {
        wall - plan.configuration.eventRetention.wholeMilliseconds
    }

    /// Puts the changed states and the counters into the batch, to be committed now.
    package mutating func seal() {
        let plan = plan
        var (batch, wakes) = (self.batch, self.wakes)
        self.batch = JournalBatch()
        devices.takeChanges { slot in
            let link = plan.deviceLink(ofFleet: slot.fleet)
            let due = slot.state.nextTimer(plan.options(of: slot))?.due
            batch.setState(slot.state.encoded(), of: slot.key, link: plan.links[link], due: due)
            if let due { wakes[link] = min(wakes[link] ?? .max, due) }
            if slot.isMigrantChanged { batch.setMigrant(of: slot, in: plan) }
        }
        book.seal(into: &batch)
        counters.move(to: &batch)
        if isKnownChanged {
            batch.set("devices.known", to: known)
            isKnownChanged = false
        }
        (self.batch, self.wakes) = (batch, wakes)
    }

    /// To be called when the sealed batch is committed.
    package mutating func committed() {
        batch.removeAll()
        hasEvents = false
        for link in wakes.indices { wakes[link] = nil }
    }

    package mutating func takeRemarks() -> [Remark] {
        defer { remarks.removeAll() }
        return remarks
    }

    mutating func remark(_ text: String, isGrave: Bool = false) { remarks.append(Remark(isGrave: isGrave, text: text)) }

    /// The place of a device's state, read from the journal where it is not cached, fresh where it is new.
    mutating func place(
        of key: DeviceKey, fleet: Int, at now: Moments, load: Load
    ) throws(JournalError) -> Int {
        if let place = devices.find(key, fleet: fleet) { return place }
        guard let stored = try load(key) else { return devices.insert(key, fleet: fleet, newState()) }
        var state: DeviceState
        do {
            state = try DeviceState(encoded: stored.bytes)
            let link = plan.deviceLink(ofFleet: fleet)
            if stored.link != plan.links[link], let reading = stored.reading {
                state.moveTimers(by: now.timers[link] - reading)
            }
        } catch {
            counters.add("states-lost")
            remark("the state of device \(key) cannot be read and starts anew: \(error)", isGrave: true)
            state = newState()
        }
        let place = devices.insert(key, fleet: fleet, state)
        if let twin = plan.twin(ofFleet: fleet) { takeMigrant(of: stored, twin, at: place, now) }
        return place
    }

    private mutating func newState() -> DeviceState {
        defer { known += 1 }
        isKnownChanged = true
        return DeviceState(order: known)
    }
}
