/// Tells from regular looks when something has changed and come to rest.
///
/// An editor saves in steps and a checkout writes file after file, so a change counts when two looks in a row agree on it.
struct ChangeWatch<Look: Equatable & Sendable>: Sendable {
    /// What was there when it was last said that there is a change.
    private var settled: Look?
    /// The last look, where it differs from `settled`.
    private var candidate: Look?

    init() {}

    /// Whether it is time to read: this look is as the last one, and other than at the last such time.
    ///
    /// The first look at rest counts as a change too: whoever read before may have read something older.
    mutating func isTimeToRead(_ look: Look) -> Bool {
        guard look != settled else {
            candidate = nil
            return false
        }
        guard look == candidate else {
            candidate = look
            return false
        }
        (settled, candidate) = (look, nil)
        return true
    }
}
