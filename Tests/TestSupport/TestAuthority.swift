/// A certificate authority made for one test, in a folder of its own.
package final class TestAuthority {
    package let folder: TemporaryFolder
    /// PEM file to trust.
    package var path: String { folder.file("ca.pem") }

    package struct Certificate: Sendable {
        package let path: String
        package let keyPath: String
    }

    package init() throws {
        folder = try TemporaryFolder()
        try Command.run(
            "openssl",
            TestAuthority.request + ["-subj", "/CN=test authority", "-keyout", folder.file("ca.key"), "-out", path])
    }

    /// Signs a certificate; `names` are subject alternative names like `IP:127.0.0.1` and `DNS:localhost`.
    package func issue(_ commonName: String, names: [String] = []) throws -> Certificate {
        let made = Certificate(path: folder.file("\(commonName).pem"), keyPath: folder.file("\(commonName).key"))
        var arguments = TestAuthority.request
        arguments += ["-CA", path, "-CAkey", folder.file("ca.key"), "-subj", "/CN=\(commonName)"]
        arguments += ["-addext", "basicConstraints=critical,CA:FALSE", "-keyout", made.keyPath, "-out", made.path]
        if !names.isEmpty { arguments += ["-addext", "subjectAltName=\(names.joined(separator: ","))"] }
        try Command.run("openssl", arguments)
        return made
    }

    private static let request = [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
    ]
}
