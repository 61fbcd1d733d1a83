import Diagnostics
package import Dialects
package import Foundation
import Translation
import Upgrades

/// The dialect files that ship, loaded once, and all routes between them.
package enum ShippedDialects {
    package static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static let names = ["tencent", "aliyun", "huawei"]

    package static let all: [Dialect] = names.map { name in
        let file = root.appending(path: "Mappings/\(name).yaml")
        guard let bytes = try? Data(contentsOf: file) else { preconditionFailure("cannot read \(file.path)") }
        var findings = Findings()
        let source = SourceText(name: "\(name).yaml", bytes: Array(bytes))
        guard let dialect = DialectLoader.load(source, into: &findings) else {
            preconditionFailure("\(name).yaml does not load: \(findings.text(in: [source]))")
        }
        return dialect
    }

    /// Every dialect's devices with every dialect's backend.
    static let routes: [Route] = all.flatMap { device in
        all.map { Route(device: device, backend: $0, backendName: "cloud", options: FleetOptions()) }
    }
}
