/// How often a vendor's SDK reports download progress.
package struct ProgressCadence: Sendable, Hashable {
    /// No two reports within this time, the last one (100 %) excepted.
    package var interval: Duration
    /// No two reports within this many percent, the last one excepted.
    package var percent: Int

    package init(interval: Duration, percent: Int = 1) {
        self.interval = interval
        self.percent = percent
    }
}
