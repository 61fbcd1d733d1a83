/// The move of a fleet from one backend to another: an object with a life of its own, kept in the journal.
///
/// `planned → mirroring → moving → done`, or `rolled back`; every step can be taken again without harm.
package struct Migration: Sendable, Hashable, Codable {
    package enum Stage: String, Sendable, Codable, CaseIterable {
        /// Nothing has happened yet.
        case planned
        /// The new backend hears every version; its offers are withheld.
        case mirroring
        /// Devices go over, as far as the waves say.
        case moving
        /// All devices belong to the new backend; the old one hears nothing any more.
        case done
        /// Devices go back.
        case rollingBack = "rolling back"
        /// All devices belong to the old backend; the new one hears nothing any more.
        case rolledBack = "rolled back"
    }

    /// What moves where; fixed once it is planned.
    package struct Plan: Sendable, Hashable, Codable {
        package var fleet: String
        /// Names of backends in the configuration.
        package var origin: String
        package var destination: String
        /// The new backend's names: texts with the holes `${product}` and `${device}`.
        package var product: String
        package var device: String
        /// Devices whose new name follows no pattern: `PRODUCT/DEVICE` to `PRODUCT/DEVICE`.
        package var exceptions: [String: String]

        package init(
            fleet: String, origin: String, destination: String, product: String, device: String,
            exceptions: [String: String] = [:]
        ) {
            self.fleet = fleet
            self.origin = origin
            self.destination = destination
            self.product = product
            self.device = device
            self.exceptions = exceptions
        }
    }

    /// Who shall be where: the newest wave that means a device decides.
    package struct Wave: Sendable, Hashable, Codable {
        package var selection: Selection
        package var goal: BackendRole
    }

    package let name: String
    package let plan: Plan
    package private(set) var stage = Stage.planned
    package private(set) var waves: [Wave] = []
    /// Devices that may be sent over in a minute; nil is no limit.
    package var pace: Int?
    /// Why no device is sent over at present; nil while it goes on.
    package private(set) var pause: String?
    package var alarm = FailureAlarm()

    package init(name: String, plan: Plan) {
        self.name = name
        self.plan = plan
    }

    /// Whether both backends are listened to, and the one that does not own a device is told what runs on it.
    package var isMirroring: Bool {
        switch stage {
        case .mirroring, .moving, .rollingBack: true
        case .planned, .done, .rolledBack: false
        }
    }

    /// The backend of a device that no wave has moved yet, or that is heard for the first time.
    package var usualOwner: BackendRole { stage == .done ? .destination : .origin }

    /// Where a device shall be.
    package func goal(of facts: DeviceFacts, at now: Int64, owner: BackendRole) -> BackendRole {
        for wave in waves.reversed() where wave.selection.contains(facts, salt: name, at: now) { return wave.goal }
        return owner
    }
}

extension Migration {
    /// What an operator wants of a migration.
    package enum Command: Sendable, Hashable, Codable {
        case start
        case move(Selection, pace: Int?)
        case pause
        /// Nil means the whole fleet, and ends the migration when all are back.
        case rollback(Selection?)
        case finish
    }

    /// How many devices belong to whom.
    package struct Census: Sendable, Hashable, Codable {
        package var atOrigin = 0
        package var atDestination = 0
        /// Those of both that wait for something to end before they go.
        package var leaving = 0

        package init(atOrigin: Int = 0, atDestination: Int = 0, leaving: Int = 0) {
            self.atOrigin = atOrigin
            self.atDestination = atDestination
            self.leaving = leaving
        }
    }

    /// Why a command cannot be obeyed, and what to do instead.
    package struct Refusal: Error, Hashable, Sendable {
        package let text: String
    }

    /// Obeys a command.
    ///
    /// - Returns: what it changes, in words; empty when all of it was so already.
    package mutating func obey(_ command: Command, census: Census) throws(Refusal) -> [String] {
        let before = self
        switch command {
        case .start: try start()
        case .move(let selection, let pace): try move(selection, pace: pace)
        case .pause: try hold("an operator has paused it")
        case .rollback(let selection): try rollBack(selection, census)
        case .finish: try finish(census)
        }
        return changes(since: before)
    }

    /// Stops sending devices over by itself, once, with the reason.
    package mutating func stop(because reason: String) {
        if pause == nil { pause = reason }
    }

    /// A rollback ends when nobody is left with the new backend.
    package mutating func settle(_ census: Census) {
        guard stage == .rollingBack, census.atDestination == 0, census.leaving == 0 else { return }
        stage = .rolledBack
        waves = []
    }

    private mutating func start() throws(Refusal) {
        switch stage {
        case .planned: stage = .mirroring
        case .mirroring: break
        case .moving: throw Refusal(text: "it is moving already; 'move' goes on with it")
        case .rollingBack, .rolledBack, .done: throw ended
        }
    }

    private mutating func move(_ selection: Selection, pace: Int?) throws(Refusal) {
        switch stage {
        case .planned: throw Refusal(text: "the new backend does not know the fleet yet; 'start' lets it hear of it")
        case .rollingBack, .rolledBack, .done: throw ended
        case .mirroring, .moving: break
        }
        stage = .moving
        if pause != nil {
            pause = nil
            alarm.reset()
        }
        if let pace { self.pace = pace > 0 ? pace : nil }
        add(Wave(selection: selection, goal: .destination))
    }

    private mutating func hold(_ reason: String) throws(Refusal) {
        guard stage == .moving || stage == .rollingBack else {
            throw Refusal(text: "it is \(stage.rawValue), so there is nothing to pause")
        }
        if pause == nil { pause = reason }
    }

    private mutating func rollBack(_ selection: Selection?, _ census: Census) throws(Refusal) {
        switch stage {
        case .planned, .rolledBack: stage = .rolledBack
        case .done: throw ended
        case .mirroring, .moving, .rollingBack:
            if let selection {
                guard stage == .moving else { throw Refusal(text: "no device has been moved yet") }
                pause = nil
                return add(Wave(selection: selection, goal: .origin))
            }
            pause = nil
            stage = .rollingBack
            waves = [Wave(selection: Selection(), goal: .origin)]
            settle(census)
        }
    }

    private mutating func finish(_ census: Census) throws(Refusal) {
        switch stage {
        case .done: return
        case .planned, .mirroring: throw Refusal(text: "no device has been moved yet; 'move' does it")
        case .rollingBack, .rolledBack: throw ended
        case .moving: break
        }
        guard census.atOrigin == 0, census.leaving == 0 else {
            throw Refusal(
                text: "\(census.atOrigin) devices still belong to backend '\(plan.origin)'; "
                    + "'move' all of them, or 'rollback'")
        }
        stage = .done
        waves = []
        pause = nil
    }

    /// A wave that says again what another says is that one, made the newest.
    private mutating func add(_ wave: Wave) {
        waves.removeAll { $0.selection == wave.selection }
        waves.append(wave)
    }

    private var ended: Refusal {
        Refusal(text: "it is \(stage.rawValue); plan another migration for what comes next")
    }

    private func changes(since before: Migration) -> [String] {
        var changes: [String] = []
        if stage != before.stage { changes.append("\(before.stage.rawValue) → \(stage.rawValue)") }
        if waves != before.waves, let wave = waves.last {
            changes.append("devices go to backend '\(wave.goal == .origin ? plan.origin : plan.destination)'")
        }
        if pace != before.pace {
            changes.append(pace.map { "\($0) devices a minute" } ?? "no limit of devices a minute")
        }
        if pause != before.pause { changes.append(pause.map { "paused: \($0)" } ?? "goes on") }
        return changes
    }
}
