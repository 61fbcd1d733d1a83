import Diagnostics
import Testing

/// The same for the text as it stands: a line that is lost, or that slips to another depth, is caught.
struct LineMutationTests {
    @Test(arguments: ["tencent", "aliyun", "huawei"])
    func `no lost or slipped line goes unnoticed`(dialect: String) throws {
        let shipped = try ShippedMappings()
        let source = try #require(shipped.sources[dialect])
        var run = MutationRun(shipped, dialect: dialect)
        let lines = String(decoding: source.bytes, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
        var survivors: [Substring] = []
        let tree = try shipped.tree(dialect)
        for place in stride(from: 0, to: lines.count, by: MutationRun.stride) {
            let code = lines[place].drop { $0 == " " }
            if code.isEmpty || code.hasPrefix("#") || Self.saysNothing.contains(where: code.hasPrefix) { continue }
            for line in [nil, "  " + lines[place], lines[place].hasPrefix("  ") ? lines[place].dropFirst(2) : nil] {
                var changed = lines
                if let line { changed[place] = line } else { changed.remove(at: place) }
                let text = changed.joined(separator: "\n")
                // a lone member may stand at any depth below its key
                if YAMLTree(text: text) == tree { continue }
                if run.killer(of: text) == nil { survivors.append(lines[place]) }
            }
        }
        #expect(survivors == [])
    }

    /// What holds also where no line says it.
    private static let saysNothing = ["queries: none", "token: refuse", "lacks: { token: refuse }"]
}
