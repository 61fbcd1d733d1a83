import MosquittoClient

/// How one simulated device is set up.
package struct SimulatedDevice: Sendable {
    /// The SDK it behaves like, which also says its family.
    package enum Profile: Sendable, Hashable {
        case tencent(TencentProfile)
        case aliyun(AliyunProfile)

        /// The profile of a family by its name, such as `python-sdk`.
        package init?(_ name: String, of family: VendorFamily) {
            switch family {
            case .tencent:
                guard let found = TencentProfile.all.first(where: { $0.name == name }) else { return nil }
                self = .tencent(found)
            case .aliyun:
                guard let found = AliyunProfile.all.first(where: { $0.name == name }) else { return nil }
                self = .aliyun(found)
            }
        }

        /// The names that a family knows.
        package static func names(of family: VendorFamily) -> [String] {
            switch family {
            case .tencent: TencentProfile.all.map(\.name)
            case .aliyun: AliyunProfile.all.map(\.name)
            }
        }
    }

    package var broker: BrokerAddress
    package var product: String
    package var device: String
    package var profile: Profile
    /// The version it runs at first.
    package var version: String
    /// Aliyun only: the one module it reports; nil for the whole device.
    package var module: String?
    /// Aliyun only: asks for its package after each version report.
    package var pulls = false
    package var plan = FaultPlan()
    package var times = DeviceTimes()
    /// Signs the login as the vendors' clouds want it; base64 for Tencent.
    package var secret = "MDEyMzQ1Njc4OWFiY2RlZg=="

    package init(
        broker: BrokerAddress, product: String, device: String, profile: Profile, version: String = "1.0.0"
    ) {
        self.broker = broker
        self.product = product
        self.device = device
        self.profile = profile
        self.version = version
    }

    package var family: VendorFamily {
        switch profile {
        case .tencent: .tencent
        case .aliyun: .aliyun
        }
    }

    /// `{product}/{device}`.
    package var name: String { "\(product)/\(device)" }

    var machine: DeviceMachine {
        let wire: any DeviceWire =
            switch profile {
            case .tencent(let profile): TencentDevice(product: product, device: device, profile: profile)
            case .aliyun(let profile):
                AliyunDevice(product: product, device: device, module: module, pulls: pulls, profile: profile)
            }
        return DeviceMachine(wire: wire, version: version, plan: plan, times: times)
    }

    /// - Parameter epoch: seconds since 1970, for logins that expire.
    func linkSettings(epoch: Int) -> LinkSettings {
        let login =
            switch family {
            case .tencent:
                VendorLogin.tencent(
                    product: product, device: device, secret: secret, connection: "sim01", expiry: epoch + 86_400)
            case .aliyun: VendorLogin.aliyun(product: product, device: device, secret: secret)
            }
        var settings = LinkSettings(host: broker.host, port: broker.port, clientIdentifier: login.clientIdentifier)
        settings.username = broker.username ?? login.username
        settings.password = broker.username == nil ? login.password : broker.password
        // Both vendors' SDKs speak 3.1.1 and begin a new session each time.
        settings.onlyProtocolVersion = .v311
        settings.cleanStart = true
        settings.keepAlive = 60
        return settings
    }
}
