extension UpgradeReducer {
    /// The backend means another upgrade now than the one it has offered, and the device, which is to leave it, is not given
    /// that any more: what was offered and not begun has ended.
    package mutating func supersedeOffered(ofModule module: Text) {
        guard let index = state.records.firstIndex(where: { $0.module == module }),
            state.records[index].upgrade?.phase == .offered
        else { return }
        note(.offers, "the device is to leave its backend, which offers something else: its last offer is superseded")
        state.records[index].upgrade?.phase = .superseded
        makeEvent(index, isSynthetic: true)
    }
}
