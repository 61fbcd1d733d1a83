/// How one SDK for the Tencent dialect behaves.
package struct TencentProfile: Sendable, Hashable {
    /// Spacing and member order of what the SDK prints.
    package enum Layout: Sendable, Hashable {
        case documented, python, c, java, luat
    }

    /// What answer to a version report the SDK waits for.
    package enum Receipt: Sendable, Hashable {
        case none
        /// `result_code` must be the number 0; the text "0" will not do.
        case numberZero
    }

    package var name: String
    package var layout: Layout
    package var receipt: Receipt = .numberZero
    package var reportsBurning = true
    /// A failure is followed by a second one with code -5 (hazard H9).
    package var failsTwice = false
    package var ignoresDigestCase = false
    /// A resumed download compares the version alone, not md5, size and version.
    package var resumesByVersionOnly = false
    /// Ends the range one past the last byte, as the C and Python SDKs do.
    package var closesRange = false
    /// Of `done`, `fail` and `burning`; `downloading` is always sent with QoS 0.
    package var resultQoS = 1
    package var reportQoS = 1
    package var interval: Duration = .seconds(1)

    /// What the vendor's documentation describes.
    package static let documented = Self(name: "documented", layout: .documented)
    /// tencent-iot-device 1.0.0 and its sample.
    package static let pythonSDK = Self(
        name: "python-sdk", layout: .python, reportsBurning: false, failsTwice: true, closesRange: true)
    /// qcloud-iot-sdk-embedded-c 3.2.3 and its sample.
    package static let cSDK = Self(
        name: "c-sdk", layout: .c, receipt: .none, reportsBurning: false, failsTwice: true, resumesByVersionOnly: true,
        closesRange: true)
    /// iot-device-java: every report at QoS 0, up to ten a second.
    package static let javaSDK = Self(
        name: "java-sdk", layout: .java, reportsBurning: false, ignoresDigestCase: true, resultQoS: 0,
        interval: .milliseconds(100))
    /// The iotcloud library of LuatOS: version outside `report`, percent one too low, never 100.
    package static let luat = Self(
        name: "luat", layout: .luat, receipt: .none, reportsBurning: false, resultQoS: 0, reportQoS: 0)

    package static let all = [documented, pythonSDK, cSDK, javaSDK, luat]
}
