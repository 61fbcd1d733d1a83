import MosquittoClient

/// How one simulated backend is set up.
package struct SimulatedBackend: Sendable {
    package enum Behaviour: Sendable, Hashable {
        case tencent
        case aliyun(AliyunOfferForm)
    }

    package var broker: BrokerAddress
    package var behaviour: Behaviour
    package var product: String
    package var devices: [String]
    package var package: OfferedPackage
    /// Tencent: from the first push; Aliyun: from the first progress.
    package var timeout = Duration.seconds(900)
    package var retries = 0
    /// Seconds for which a signed URL holds.
    package var urlLifetime = 24 * 3600

    package init(
        broker: BrokerAddress, behaviour: Behaviour, product: String, devices: [String], package: OfferedPackage
    ) {
        self.broker = broker
        self.behaviour = behaviour
        self.product = product
        self.devices = devices
        self.package = package
    }

    package var family: VendorFamily {
        switch behaviour {
        case .tencent: .tencent
        case .aliyun: .aliyun
        }
    }

    /// `{family}/{product}`.
    package var name: String { "\(family.rawValue)/\(product)" }

    func machine(epoch: Int) -> any BackendMachine {
        let task = UpgradeTask(
            product: product, devices: devices, package: package, timeout: timeout, retries: retries,
            urlLifetime: urlLifetime, epoch: epoch)
        switch behaviour {
        case .tencent: return TencentBackend(task)
        case .aliyun(let form): return AliyunBackend(task, form: form)
        }
    }

    var linkSettings: LinkSettings {
        var settings = LinkSettings(
            host: broker.host, port: broker.port, clientIdentifier: "simulated-\(family.rawValue)-\(product)")
        settings.username = broker.username
        settings.password = broker.password
        settings.cleanStart = true
        return settings
    }
}
