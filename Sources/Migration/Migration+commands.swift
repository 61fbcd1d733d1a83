extension Migration {
    /// What an operator wants of a migration.
    package enum Command: Sendable, Hashable, Codable {
        case start
        case move(Selection, Rate)
        case pause
        /// Without a selection the whole fleet, and the migration ends when all are back.
        case rollback(Selection?, pace: Int?)
        case finish

        package var name: String {
            switch self {
            case .start: "start"
            case .move: "move"
            case .pause: "pause"
            case .rollback: "rollback"
            case .finish: "finish"
            }
        }
    }

    /// How fast devices go over, and when that stops by itself; nil leaves it as it was.
    package struct Rate: Sendable, Hashable, Codable {
        /// Devices a minute; 0 is no limit.
        package var pace: Int?
        /// Of a hundred ended upgrades, so many may fail.
        package var percent: Int?
        /// Upgrades that must have ended before a share means anything.
        package var least: Int?

        package init(pace: Int? = nil, percent: Int? = nil, least: Int? = nil) {
            (self.pace, self.percent, self.least) = (pace, percent, least)
        }
    }

    /// How many devices belong to whom.
    package struct Census: Sendable, Hashable, Codable {
        package var atOrigin = 0
        package var atDestination = 0
        /// Those of both that wait for something to end before they go.
        package var leaving = 0
        /// Whether all known devices of the fleets have been looked at since something was decided.
        package var isWhole = true

        package init(atOrigin: Int = 0, atDestination: Int = 0, leaving: Int = 0, isWhole: Bool = true) {
            self.atOrigin = atOrigin
            self.atDestination = atDestination
            self.leaving = leaving
            self.isWhole = isWhole
        }
    }

    /// Why a command cannot be obeyed, and what to do instead.
    package struct Refusal: Error, Hashable, Sendable {
        package let text: String

        package init(text: String) { self.text = text }
    }

    /// Obeys a command.
    ///
    /// - Returns: what it changes, in words; empty when all of it was so already.
    package mutating func obey(_ command: Command, census: Census) throws(Refusal) -> [String] {
        let before = self
        switch command {
        case .start: try start()
        case .move(let selection, let rate): try move(selection, rate)
        case .pause: try hold("an operator has paused it")
        case .rollback(let selection, let pace): try rollBack(selection, pace: pace, census)
        case .finish: try finish(census)
        }
        return changes(since: before)
    }

    /// Plans it anew, before it has started.
    package mutating func replan(_ plan: Plan) throws(Refusal) -> [String] {
        guard plan != self.plan else { return [] }
        guard stage == .planned else {
            throw Refusal(text: "it is \(stage.rawValue) with another plan; give the new one another name")
        }
        self.plan = plan
        return ["planned anew"]
    }

    /// Stops sending devices over by itself, once, with the reason.
    package mutating func stop(because reason: String) {
        if life.pause == nil { life.pause = reason }
    }

    /// A rollback ends when nobody is left with the new backend.
    package mutating func settle(_ census: Census) {
        guard stage == .rollingBack, census.isWhole, census.atDestination == 0, census.leaving == 0 else { return }
        life.stage = .rolledBack
        life.waves = []
        life.pause = nil
    }

    private mutating func start() throws(Refusal) {
        switch stage {
        case .planned: life.stage = .mirroring
        case .mirroring: break
        case .moving: throw Refusal(text: "it is moving already; 'move' goes on with it")
        case .rollingBack, .rolledBack, .done: throw ended
        }
    }

    private mutating func move(_ selection: Selection, _ rate: Rate) throws(Refusal) {
        switch stage {
        case .planned: throw Refusal(text: "the new backend does not know the fleet yet; 'start' lets it hear of it")
        case .rollingBack, .rolledBack, .done: throw ended
        case .mirroring, .moving: break
        }
        life.stage = .moving
        if life.pause != nil {
            life.pause = nil
            alarm.reset()
        }
        if let pace = rate.pace { life.pace = pace > 0 ? pace : nil }
        if let percent = rate.percent { alarm.percent = percent }
        if let least = rate.least { alarm.least = least }
        add(Wave(selection: selection, goal: .destination))
    }

    private mutating func hold(_ reason: String) throws(Refusal) {
        guard stage == .moving || stage == .rollingBack else {
            throw Refusal(text: "it is \(stage.rawValue), so there is nothing to pause")
        }
        if life.pause == nil { life.pause = reason }
    }

    private mutating func rollBack(_ selection: Selection?, pace: Int?, _ census: Census) throws(Refusal) {
        switch stage {
        case .planned, .rolledBack: life.stage = .rolledBack
        case .done: throw ended
        case .mirroring, .moving, .rollingBack:
            life.returnPace = pace.flatMap { $0 > 0 ? $0 : nil }
            if let selection {
                guard stage == .moving else {
                    throw Refusal(
                        text: stage == .mirroring
                            ? "no device has been moved yet" : "all of it goes back already; leave the selection away")
                }
                return add(Wave(selection: selection, goal: .origin))
            }
            life.pause = nil
            life.stage = .rollingBack
            life.waves = [Wave(selection: Selection(), goal: .origin)]
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
        guard census.isWhole else {
            throw Refusal(text: "the fleet is still being gone through; try again in a moment")
        }
        guard census.atOrigin == 0, census.leaving == 0 else {
            let waiting = census.leaving > 0 ? " (\(census.leaving) wait for an upgrade to end)" : ""
            throw Refusal(
                text: "\(census.atOrigin) devices still belong to backend \(plan.toldOrigins)\(waiting); "
                    + "'move' all of them, or 'rollback'")
        }
        life.stage = .done
        life.waves = []
        life.pause = nil
    }

    /// A wave that says again what another says is that one, made the newest; one that means all devices is the only one.
    private mutating func add(_ wave: Wave) {
        life.waves.removeAll { $0.selection == wave.selection || wave.selection == Selection() }
        life.waves.append(wave)
    }

    private var ended: Refusal {
        Refusal(text: "it is \(stage.rawValue); plan another migration for what comes next")
    }

    private func changes(since before: Migration) -> [String] {
        var changes: [String] = []
        if stage != before.stage { changes.append("\(before.stage.rawValue) → \(stage.rawValue)") }
        if waves != before.waves, let wave = waves.last {
            changes.append(told(wave))
        }
        if life.pace != before.life.pace { changes.append(told(life.pace, "sent over")) }
        if life.returnPace != before.life.returnPace { changes.append(told(life.returnPace, "sent back")) }
        if (alarm.percent, alarm.least) != (before.alarm.percent, before.alarm.least) {
            changes.append("stops when more than \(alarm.percent) % fail, of \(alarm.least) upgrades at least")
        }
        if pause != before.pause { changes.append(pause.map { "paused: \($0)" } ?? "goes on") }
        return changes
    }

    /// Which devices go to which backend.
    package func told(_ wave: Wave) -> String {
        let goal = wave.goal == .origin ? plan.toldOrigins : "'\(plan.destination)'"
        return "\(wave.selection) go to backend \(goal)"
    }

    private func told(_ pace: Int?, _ what: String) -> String {
        "\(pace.map(String.init) ?? "any number of") devices a minute are \(what)"
    }
}
