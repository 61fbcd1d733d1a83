/// One vendor's device side: which topics, which words, what is understood.
///
/// The machine decides what happens; the wire only reads and prints, and keeps message ids.
package protocol DeviceWire: Sendable {
    var family: VendorFamily { get }
    var subscriptions: [Subscription] { get }
    /// The least QoS that must be granted for each subscription; the SDK gives up on less.
    var leastGrantedQoS: Int { get }
    /// Whether offers are looked at only after the version report was answered.
    var needsReceipt: Bool { get }
    var cadence: ProgressCadence { get }

    /// What is sent once subscribed: the version, and a question for the pending package.
    ///
    /// - Parameter resumes: the device was cut off in a download and wants its offer again.
    mutating func greet(version: String, resumes: Bool) -> [Publication]
    /// What a message from the backend means to this device.
    func hear(topic: String, payload: [UInt8]) -> DeviceNews
    /// The value of the `Range` header; nil to fetch the whole file without one.
    func range(offset: Int, size: Int) -> String?
    /// Whether bytes stored for `stored` may be continued for `offer`.
    func resumes(_ stored: DownloadOffer, with offer: DownloadOffer) -> Bool
    /// Whether the computed digest (lower-case hexadecimal) is the offered one.
    func accepts(digest: String, for offer: DownloadOffer) -> Bool

    mutating func progress(stored: Int, of offer: DownloadOffer) -> [Publication]
    mutating func burning(_ offer: DownloadOffer) -> [Publication]
    mutating func done(_ offer: DownloadOffer) -> [Publication]
    mutating func failed(_ failure: UpgradeFailure, _ offer: DownloadOffer) -> [Publication]
}

/// What a message from the backend means to a device.
package enum DeviceNews: Sendable, Hashable {
    /// The version report was answered; only a good answer lets offers through.
    case receipt(isGood: Bool)
    case offer(DownloadOffer)
    /// Not for this device, or in a form its SDK drops without a word.
    case nothing
}
