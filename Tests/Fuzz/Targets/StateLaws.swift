import Upgrades

/// Laws of a device's stored state.
enum StateLaws {
    static func check(_ state: DeviceState) throws(BrokenLaw) {
        let bytes = state.encoded()
        guard let again = try? DeviceState(encoded: bytes) else {
            throw BrokenLaw("its own bytes are damaged: \(bytes)")
        }
        try hold(again == state, "\(again) is read back of \(state)")
    }
}
