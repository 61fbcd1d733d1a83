/// Something to show: one line of a live view has changed.
package enum SimulationChange: Sendable, Hashable {
    case device(name: String, family: VendorFamily, DeviceStatus)
    case backend(name: String, family: VendorFamily, target: String, UpgradeRow)
    /// A connection to the broker is wanted and not there; it is tried again.
    case trouble(name: String, String)
}
