/// The move of fleets from one backend to another: an object with a life of its own, kept in the journal.
///
/// `planned → mirroring → moving → done`, or `rolled back`; every step can be taken again without harm.
package struct Migration: Sendable, Hashable {
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

        package var isEnded: Bool { self == .done || self == .rolledBack }
    }

    /// Who shall be where: the newest wave that means a device decides.
    package struct Wave: Sendable, Hashable, Codable {
        package var selection: Selection
        package var goal: BackendRole
    }

    /// What changes while it lives.
    package struct Life: Sendable, Hashable, Codable {
        package internal(set) var stage = Stage.planned
        package internal(set) var waves: [Wave] = []
        /// Devices that may be sent over in a minute; nil is no limit.
        package internal(set) var pace: Int?
        /// Devices that may be sent back in a minute; nil is no limit.
        package internal(set) var returnPace: Int?
        /// Why no device is sent over at present; nil while it goes on.
        package internal(set) var pause: String?

        package init() {}

        /// As after the start.
        package mutating func begin() { stage = .mirroring }
    }

    package let name: String
    /// The place in the order in which migrations were planned: a later one begins where an earlier one has ended.
    package let number: Int64
    package internal(set) var plan: Plan
    package internal(set) var life = Life()
    package var alarm = FailureAlarm()

    package init(name: String, number: Int64, plan: Plan) {
        self.name = name
        self.number = number
        self.plan = plan
    }

    /// Takes it out of the journal.
    package init(name: String, number: Int64, plan: Plan, life: Life, alarm: FailureAlarm) {
        self.init(name: name, number: number, plan: plan)
        (self.life, self.alarm) = (life, alarm)
    }

    package var stage: Stage { life.stage }
    package var waves: [Wave] { life.waves }
    package var pause: String? { life.pause }

    /// Whether both backends are listened to, and the one that does not own a device is told what runs on it.
    package var isMirroring: Bool {
        switch stage {
        case .mirroring, .moving, .rollingBack: true
        case .planned, .done, .rolledBack: false
        }
    }

    /// Where a device shall be.
    ///
    /// - Parameter otherwise: where it shall be as far as no wave means it, or means it any more.
    package func goal(of facts: DeviceFacts, at now: Int64, otherwise: BackendRole) -> BackendRole {
        for wave in waves.reversed() where wave.selection.contains(facts, salt: name, at: now) { return wave.goal }
        return otherwise
    }

    /// Whether a device may be sent there now, apart from the pace.
    package func sends(to goal: BackendRole) -> Bool {
        switch stage {
        case .moving: pause == nil || goal == .origin  // what a pause keeps from going over may still go back
        case .rollingBack: pause == nil && goal == .origin
        case .planned, .mirroring, .done, .rolledBack: false
        }
    }

    /// Devices that may be sent there in a minute; nil is no limit.
    package func pace(towards goal: BackendRole) -> Int? { goal == .destination ? life.pace : life.returnPace }
}
