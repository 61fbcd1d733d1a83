extension DeviceState {
    /// Takes its times to another timer clock: what has passed and what is left of each stays the same.
    ///
    /// - Parameter difference: the other clock's reading less this one's at one moment.
    package mutating func moveTimers(by difference: Int64) {
        progressSent = progressSent.map { $0 + difference }
        for place in records.indices {
            records[place].settling?.due += difference
            guard let upgrade = records[place].upgrade else { continue }
            records[place].upgrade?.heard = upgrade.heard.map { $0 + difference }
            records[place].upgrade?.passedOn = upgrade.passedOn.map { $0 + difference }
        }
    }
}
