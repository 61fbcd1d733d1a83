/// Completes the part of a file that an explanation shows to a whole one, by what it does not say.
///
/// A key of the part replaces the same key of the whole; of `messages:`, `conversions:`, `brokers:`, `backends:` and
/// `fleets:` only those entries that the part has.
struct WholeFile {
    private struct Block {
        let key: String
        var lines: [Substring]
    }

    let text: String

    static func dialect(_ part: String) -> String { WholeFile(part, besides: acme).text }
    static func configuration(_ part: String) -> String { WholeFile(part, besides: gateway).text }

    private init(_ part: String, besides whole: String) {
        var blocks = Self.blocks(of: whole.split(separator: "\n", omittingEmptySubsequences: false), indentation: 0)
        for block in Self.blocks(of: part.split(separator: "\n", omittingEmptySubsequences: false), indentation: 0) {
            guard let index = blocks.firstIndex(where: { $0.key == block.key }) else {
                blocks.append(block)
                continue
            }
            blocks[index] = Self.merged.contains(block.key) ? Self.merge(block, into: blocks[index]) : block
        }
        text = blocks.map { $0.lines.joined(separator: "\n") + "\n" }.joined()
    }

    private static let merged: Set = ["messages", "conversions", "brokers", "backends", "fleets"]

    private static func merge(_ part: Block, into whole: Block) -> Block {
        var entries = blocks(of: whole.lines.dropFirst(), indentation: 2)
        for entry in blocks(of: part.lines.dropFirst(), indentation: 2) {
            if let index = entries.firstIndex(where: { $0.key == entry.key }) {
                entries[index] = entry
            } else {
                entries.append(entry)
            }
        }
        return Block(key: whole.key, lines: whole.lines.prefix(1) + entries.flatMap(\.lines))
    }

    private static func blocks(of lines: some Sequence<Substring>, indentation: Int) -> [Block] {
        var blocks: [Block] = []
        for line in lines {
            let blanks = line.prefix { $0 == " " }.count
            if blanks == indentation, !line.dropFirst(blanks).isEmpty || blocks.isEmpty {
                blocks.append(Block(key: String(line.dropFirst(blanks).prefix { $0 != ":" }), lines: [line]))
            } else if !blocks.isEmpty {
                blocks[blocks.count - 1].lines.append(line)
            }
        }
        return blocks
    }

    static let acme = """
        dialect: acme
        conversions:
          state: { downloading: GET, downloaded: GOT, installing: FLASH, installed: DONE, succeeded: { print: DONE }, failed: ERR }
        lacks: { module: refuse, diff: refuse, signature: refuse, stream: refuse, files: refuse, sha256: drop, extra-data: drop }
        messages:
          version-report:
            from: device
            topic: acme/${product}/${device}/up
            payload: { cmd: hello, fw: "${version}" }
          offer:
            from: backend
            topic: acme/${product}/${device}/down
            payload: { fw: "${target}", len: "${size}", href: "${url}", md5: "${md5}" }
          progress:
            from: device
            topic: acme/${product}/${device}/up
            payload: { cmd: state, state: "${phase:state}", pct: "${percent|0}" }
        """

    private static let gateway = """
        mappings: Mappings
        journal: gateway.sqlite
        brokers:
          site: { url: "mqtt://127.0.0.1:1883" }
          cloud: { url: "mqtts://broker.example:8883" }
        backends:
          acme-cloud: { dialect: acme, broker: cloud }
        fleets:
          valves: { devices: "zeta/P1/*", broker: site, backend: acme-cloud }
        """
}
