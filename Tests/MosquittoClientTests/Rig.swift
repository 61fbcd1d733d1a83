import MosquittoClient
import TestSupport

/// Settings and drivers as most tests want them.
enum Rig {
    static func settings(_ port: UInt16, _ identifier: String, version: ProtocolVersion? = nil) -> LinkSettings {
        var settings = LinkSettings(host: "127.0.0.1", port: port, clientIdentifier: identifier)
        settings.onlyProtocolVersion = version
        return settings
    }

    /// A driver that is connected.
    static func connected(_ settings: LinkSettings) throws -> LinkDriver {
        let driver = try LinkDriver(settings)
        try driver.connect()
        return driver
    }

    /// The events of a connection attempt until the link is idle again.
    static func failure(_ settings: LinkSettings, seconds: Double = 10) throws -> [LinkEvent] {
        let driver = try LinkDriver(settings)
        driver.link.connect()
        guard driver.run(seconds: seconds, until: { $0.link.isIdle && !$0.link.hasPendingInput }) else {
            throw TestFailure("the attempt does not end: \(driver.events)")
        }
        return driver.events
    }
}

extension [LinkEvent] {
    /// The code of the last event if that is `unreachable`.
    var unreachableCode: BrokerError.Code? {
        if case .unreachable(let error) = last { error.code } else { nil }
    }
    /// The error of the last event if that is `disconnected` with one.
    var disconnectError: BrokerError? {
        if case .disconnected(let error) = last { error } else { nil }
    }
}
