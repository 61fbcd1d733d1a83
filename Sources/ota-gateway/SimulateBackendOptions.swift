import ArgumentParser
import Simulation

/// What backends offer and how they judge, for the commands that have some.
struct SimulateBackendOptions: ParsableArguments {
    @Option(help: "The version they upgrade to.")
    var target = "2.0.0"

    @Option(help: ArgumentHelp("Size of the package.", valueName: "bytes"))
    var packageSize = 300_000

    @Option(help: "Port of the package server; 0 picks a free one.")
    var port = 0

    @Option(help: ArgumentHelp("How fast a package is served (default: as fast as it goes).", valueName: "bytes/s"))
    var pace: Int?

    @Option(help: ArgumentHelp("How long an upgrade may take.", valueName: "seconds"))
    var timeout: Double = 900

    @Option(help: ArgumentHelp("How often a failed upgrade is pushed again.", valueName: "n"))
    var retries = 0

    @Option(help: ArgumentHelp("How long a signed URL holds.", valueName: "seconds"))
    var urlLifetime = 24 * 3600

    @Option(help: ArgumentHelp("Aliyun: the digest offered, md5 or sha256.", valueName: "digest"))
    var digest = DigestKind.md5

    @Option(help: ArgumentHelp("Aliyun: offer for this module (default: the whole device).", valueName: "module"))
    var offerModule: String?

    @Flag(help: "Aliyun: offer a difference package.")
    var diff = false

    @Option(help: ArgumentHelp("Aliyun: offer with this signature of the platform.", valueName: "text"))
    var digestSign: String?

    @Option(help: ArgumentHelp("Aliyun: offer with this extData, a JSON object.", valueName: "json"))
    var extData: String?

    @Option(help: ArgumentHelp("Aliyun: offer so many files instead of one.", valueName: "n"))
    var files = 0

    @Flag(help: "Aliyun: offer a download over MQTT.")
    var overMQTT = false

    @Flag(help: "Aliyun: push nothing, wait to be asked.")
    var waitForPull = false

    func validate() throws {
        if packageSize < 1 || packageSize > 256 << 20 {
            throw ValidationError("'--package-size \(packageSize)' is not from 1 byte to 256 MiB")
        }
        if !(0...65_535).contains(port) { throw ValidationError("'--port \(port)' is no port") }
        if let pace, pace < 1 { throw ValidationError("'--pace \(pace)' is less than 1") }
        if timeout <= 0 || retries < 0 || files < 0 { throw ValidationError("a time or number is below 0") }
    }

    /// One backend set up by these options.
    func backend(
        _ family: VendorFamily, product: String, devices: [String], package: OfferedPackage, broker: BrokerAddress
    ) -> SimulatedBackend {
        var form = AliyunOfferForm()
        form.digest = digest
        form.module = offerModule
        form.isDiff = diff
        form.digestSign = digestSign
        form.extData = extData
        form.files = files
        form.overMQTT = overMQTT
        form.waitsForPull = waitForPull
        var backend = SimulatedBackend(
            broker: broker, behaviour: family == .tencent ? .tencent : .aliyun(form), product: product,
            devices: devices, package: package)
        backend.timeout = .milliseconds(Int64(timeout * 1000))
        backend.retries = retries
        backend.urlLifetime = urlLifetime
        return backend
    }
}
