import GatewayFile

/// Files and variables that a test decides.
struct MemoryEnvironment: ConfigurationEnvironment {
    var variables: [String: String] = [:]
    var files: [String: String] = [:]
    /// Paths that every user may read.
    var open: Set<String> = []

    func variable(_ name: String) -> String? { variables[name] }
    func contents(ofFile path: String) -> [UInt8]? { files[path].map { Array($0.utf8) } }
    func isReadableByAll(_ path: String) -> Bool { open.contains(path) }

    /// What the fixtures refer to.
    static let fixtures = MemoryEnvironment(
        variables: ["MQTT_USER": "gateway"],
        files: [
            "secrets/aliyun": "s3cret\n", "secrets/open": "s3cret\n", "secrets/empty": "\n", "ca.pem": "-",
            "key.pem": "-",
        ],
        open: ["secrets/open", "ca.pem"])
}
