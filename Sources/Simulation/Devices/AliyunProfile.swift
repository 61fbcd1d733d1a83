/// How one SDK for the Aliyun dialect behaves.
package struct AliyunProfile: Sendable, Hashable {
    /// Spacing, and which values are strings, in what the SDK prints.
    package enum Layout: Sendable, Hashable {
        case documented, python, c3, link4
    }

    /// What a device can do to be given its package again.
    package enum Pull: Sendable, Hashable {
        case firmwareGet
        /// The topic of the oldest SDKs, the same for question and answer (hazard H47).
        case legacyRequest
    }

    package var name: String
    package var layout: Layout
    /// Looks at `message`; anything but "success" is no offer.
    package var needsSuccess = true
    /// Reads `md5` alone and never `sign` with `signMethod`.
    package var readsMD5Only = false
    /// The spellings of `signMethod` it knows.
    package var signMethods: [String: DigestKind] = ["Md5": .md5, "SHA256": .sha256]
    /// Sends this version by itself just before the real one (hazard H18).
    package var spuriousVersion: String?
    /// Sends every step twice, with and without `desc`.
    package var reportsTwice = false
    package var reportsProgress = true
    /// Fetches whole files only and starts over after a break.
    package var ignoresRange = false
    package var pull: Pull = .firmwareGet
    package var informQoS = 0
    package var progressQoS = 0
    package var cadence = ProgressCadence(interval: .seconds(1))

    /// What the vendor's documentation describes.
    package static let documented = Self(name: "documented", layout: .documented, signMethods: documentedMethods)
    /// aliyun-iot-linkkit 1.2.13, with progress as applications on top of it print it.
    package static let pythonSDK = Self(name: "python-sdk", layout: .python, needsSuccess: false, ignoresRange: true)
    /// iotkit-embedded v3.2.0 and its example.
    ///
    /// Aliyun's own rule fails its upgrade by the stray version that it sends after the restart; a gateway that merges
    /// bursts of versions saves it (hazard H18).
    package static let cSDKv3 = Self(
        name: "c-sdk-v3", layout: .c3, readsMD5Only: true, spuriousVersion: "app-1.0.0-20180101.1000",
        reportsTwice: true, pull: .legacyRequest, informQoS: 1, progressQoS: 1)
    /// LinkSDK for C 4.x.
    package static let linkSDK4 = Self(
        name: "link-sdk-4", layout: .link4, needsSuccess: false,
        signMethods: ["Md5": .md5, "SHA256": .sha256, "Sha256": .sha256],
        cadence: ProgressCadence(interval: .zero, percent: 5))
    /// The iotcloud library of LuatOS: no progress, no failure, only the new version after the restart.
    package static let luat = Self(name: "luat", layout: .documented, readsMD5Only: true, reportsProgress: false)

    package static let all = [documented, pythonSDK, cSDKv3, linkSDK4, luat]

    /// The documentation writes `MD5` where the platform sends `Md5`; a careful reader takes both.
    private static let documentedMethods: [String: DigestKind] = ["Md5": .md5, "MD5": .md5, "SHA256": .sha256]
}
