import Testing
import Upgrades

@testable import Dialects

/// Which of several forms reads, and which prints.
struct VariantTests {
    private static let progress = Trial(
        kind: .progress,
        body: """
            variants:
              failed: { is: { phase: failed }, payload: { step: "${failure:code}", note?: "${note}" } }
              full: { is: { phase: [downloaded, installed] }, payload: { step: "100", note?: "${note}" } }
              burn: { only: print, is: { phase: [installing, succeeded] }, payload: { step: "100", note: "${note|burning}" } }
              old: { only: read, is: { phase: installing }, payload: { burn: !any [1, true] } }
              run: { only: print, is: { phase: downloading }, payload: { step: "${percent:text|0}", note?: "${note}" } }
              ran: { only: read, is: { phase: downloading }, payload: { step: "${percent:text|0}", note?: "${note}" } }
            """)

    static let readings: [(wire: String, read: String)] = [
        ("{\"step\":-1}", "phase=failed failure=download(step=-1)"),
        ("{\"step\":\"-8\"}", "phase=failed failure=upgrade(step=-8)"),
        // zero is a success code: its row reads it, and the form says failed all the same
        ("{\"step\":0}", "phase=failed failure=upgrade(step=0)"),
        ("{\"step\":100}", "phase=downloaded"), ("{\"step\":\"100\",\"note\":\"x\"}", "note=x phase=downloaded"),
        ("{\"step\":100.0}", "phase=downloading percent=100"), ("{\"step\":\"50\"}", "phase=downloading percent=50"),
        ("{}", "phase=downloading"), ("{\"burn\":true}", "phase=installing"),
        ("{\"burn\":\"1\",\"step\":7}", "phase=installing +/step=7"),
        // a table without a row tries the next form, a built-in conversion does not
        ("{\"step\":\"x\"}", "unknown-value"), ("{\"step\":[]}", "unknown-shape"), ("{\"step\":true}", "unknown-shape"),
    ]

    @Test(arguments: readings) func `the first form that fits reads`(wire: String, read: String) throws {
        #expect(try Self.progress.summary(wire) == read)
    }

    static let printings: [(phase: Phase, note: Text?, printed: String?)] = [
        (.downloading, nil, "{\"step\":\"0\"}"), (.downloaded, "n", "{\"step\":\"100\",\"note\":\"n\"}"),
        (.installed, nil, "{\"step\":\"100\"}"), (.installing, nil, "{\"step\":\"100\",\"note\":\"burning\"}"),
        (.succeeded, "n", "{\"step\":\"100\",\"note\":\"n\"}"), (.failed, nil, "{\"step\":-9}"),
        (.superseded, nil, nil),
    ]

    @Test(arguments: printings) func `the first form that says it all prints`(
        phase: Phase, note: Text?, printed: String?
    ) throws {
        var message = CanonicalMessage(.progress)
        message.phase = phase
        message.note = note
        #expect(try Self.progress.print(message) == printed)
    }

    /// Offers in three forms: all fields, without a module, and without a signature.
    @Test func `a form with every field wins, then one with every essential field`() throws {
        var trial = Trial(
            kind: .offer,
            body: """
                variants:
                  plain: { payload: { t: plain, to: "${target}", url: "${url}", md5: "${md5}" } }
                  signed: { payload: { t: signed, to: "${target}", url: "${url}", md5: "${md5}", sign: "${signature}" } }
                  both: { payload: { t: both, to: "${target}", url: "${url}", md5: "${md5}", sha: "${sha256}", x?: "${extra-data}" } }
                """)
        trial.carried = [.md5, .sha256, .signature, .extraData]
        var message = CanonicalMessage(.offer)
        message.target = "2"
        message.package = UpgradePackage()
        message.package?.url = "u"
        #expect(try trial.print(message) == nil)  // no digest
        message.package?.md5 = "m"
        #expect(try trial.print(message) == "{\"t\":\"plain\",\"to\":\"2\",\"url\":\"u\",\"md5\":\"m\"}")
        message.note = "no form has a place for it, and none must"
        #expect(try trial.print(message) == "{\"t\":\"plain\",\"to\":\"2\",\"url\":\"u\",\"md5\":\"m\"}")
        message.module = "default"
        #expect(try trial.print(message) == "{\"t\":\"plain\",\"to\":\"2\",\"url\":\"u\",\"md5\":\"m\"}")
        message.package?.isDiff = false
        #expect(try trial.print(message) == "{\"t\":\"plain\",\"to\":\"2\",\"url\":\"u\",\"md5\":\"m\"}")
        message.package?.signature = "s"
        #expect(
            try trial.print(message) == "{\"t\":\"signed\",\"to\":\"2\",\"url\":\"u\",\"md5\":\"m\",\"sign\":\"s\"}")
        message.package?.signature = nil
        message.package?.sha256 = "S"  // beside an md5 it is not essential, but a form that has both is better
        message.module = nil
        message.note = nil
        message.package?.isDiff = nil
        #expect(try trial.print(message) == "{\"t\":\"both\",\"to\":\"2\",\"url\":\"u\",\"md5\":\"m\",\"sha\":\"s\"}")
        message.package?.signature = "s"
        #expect(
            try trial.print(message) == "{\"t\":\"signed\",\"to\":\"2\",\"url\":\"u\",\"md5\":\"m\",\"sign\":\"s\"}")
        message.package?.isDiff = true
        #expect(try trial.print(message) == nil)
        message.package?.isDiff = nil
        message.module = "MCU"
        #expect(try trial.print(message) == nil)
    }

    @Test func `what comes in blocks is printed by no form that does not say so`() throws {
        var trial = Trial(
            kind: .offer,
            body: """
                variants:
                  blocks: { is: { transport: stream }, payload: { to: "${target}", url: "${url}", md5: "${md5}", in: blocks } }
                  file: { payload: { to: "${target}", url: "${url}", md5: "${md5}" } }
                  list: { payload: { to: "${target}", list: "${files}" } }
                """)
        trial.carried = [.md5, .files]
        var message = CanonicalMessage(.offer)
        message.target = "2"
        message.package = UpgradePackage()
        message.package?.url = "u"
        message.package?.md5 = "m"
        message.package?.transport = .http
        #expect(try trial.print(message) == #"{"to":"2","url":"u","md5":"m"}"#)
        message.package?.transport = .stream
        #expect(try trial.print(message) == #"{"to":"2","url":"u","md5":"m","in":"blocks"}"#)
        message.package = UpgradePackage()
        message.package?.files = RawJSON(Array("[]".utf8))
        #expect(try trial.print(message) == #"{"to":"2","list":[]}"#)
        message.package?.transport = .stream
        #expect(try trial.print(message) == nil)
    }

    @Test func `a part stands for its forms in their order`() throws {
        var trial = Trial(kind: .offer, body: "payload: { to: \"${target}\", data: \"${=file}\", url?: \"${url}\" }")
        trial.parts = """
            file: { md5: { by: md5, sum: "${md5}" }, old: { only: read, payload: { by: old, sum: "${md5}" } }, sha: { by: sha, sum: "${sha256}" } }
            """
        trial.carried = [.md5, .sha256]
        #expect(try trial.summary("{\"to\":2,\"data\":{\"by\":\"md5\",\"sum\":\"A\"}}") == "target=2 md5=A")
        #expect(
            try trial.summary("{\"to\":2,\"data\":{\"by\":\"old\",\"sum\":\"A\",\"x\":1}}")
                == "target=2 md5=A +/data/x=1")
        #expect(try trial.summary("{\"to\":2,\"data\":{\"by\":\"sha\",\"sum\":\"A\"}}") == "target=2 sha256=A")
        #expect(try trial.summary("{\"to\":2,\"data\":{\"by\":\"crc\",\"sum\":\"A\"}}") == "unknown-shape")
        var message = CanonicalMessage(.offer)
        message.target = "2"
        message.package = UpgradePackage()
        message.package?.sha256 = "B"
        #expect(try trial.print(message) == "{\"to\":\"2\",\"data\":{\"by\":\"sha\",\"sum\":\"b\"}}")
        message.package?.md5 = "A"
        #expect(try trial.print(message) == "{\"to\":\"2\",\"data\":{\"by\":\"md5\",\"sum\":\"a\"}}")
    }

    @Test func `a text that one form opens as an object is a text for the next`() throws {
        var trial = Trial(
            kind: .offer,
            body: """
                variants:
                  object: { payload: { to: "${target}", r: { k: x, md5: "${md5}" }, url?: "${url}" } }
                  json: { payload: { to: "${target}", md5?: "${md5}", r: "${extra-data}", url?: "${url}" } }
                """)
        trial.carried = [.md5, .extraData]
        let wire = #"{"to":"2","r":"{\"k\":\"y\",\"md5\":\"a\"}"}"#
        let message = try trial.read(wire)
        #expect(message.summary == #"target=2 extra-data="{\"k\":\"y\",\"md5\":\"a\"}""#)
        #expect(try trial.print(message, isSameDialect: true) == wire)
    }

    @Test func `several holes of one field print all and must agree`() throws {
        var trial = Trial.payload(.offer, "{ to: '${target}', sign: '${md5}', md5?: '${md5}', url?: '${url}' }")
        trial.carried = [.md5]
        #expect(try trial.summary("{\"to\":2,\"sign\":\"AB\",\"md5\":\"ab\"}") == "target=2 md5=ab")
        #expect(try trial.summary("{\"to\":2,\"sign\":\"AB\"}") == "target=2 md5=AB")
        #expect(try trial.summary("{\"to\":2,\"sign\":\"AB\",\"md5\":\"\"}") == "target=2 md5=AB")
        #expect(try trial.summary("{\"to\":2,\"sign\":\"AB\",\"md5\":\"ac\"}") == "conflicting-values")
        #expect(try trial.summary("{\"to\":2,\"sign\":\"\",\"md5\":\"ac\"}") == "conflicting-values")
        // values are judged before conflicts
        #expect(try trial.summary("{\"to\":\"\",\"sign\":\"AB\",\"md5\":\"ac\"}") == "unknown-value")
        let message = try trial.read("{\"to\":2,\"sign\":\"AB\"}")
        #expect(try trial.print(message, isSameDialect: true) == "{\"to\":\"2\",\"sign\":\"ab\",\"md5\":\"ab\"}")
    }

    @Test func `a query names its form, and a reply the query`() throws {
        let text =
            Trial().text + """
                  query:
                    from: device
                    variants:
                      long: { topic: "ask/long/${product}/${device}", payload: { id: "${id}", v: "${version}" } }
                      short: { topic: "ask/short/${product}/${device}", payload: { id: "${id}" } }
                  query-reply:
                    from: backend
                    variants:
                      long: { answers: long, topic: "ask/long/${product}/${device}", payload: { id: "${id}", to: "${target}" } }
                      short: { answers: short, topic: "ask/short/${product}/${device}", payload: { id: "${id}", to: "${target}" } }
                """
        let dialect = try Repository.load(text)
        let query = try dialect.read("{\"id\":1.0,\"v\":\"1\"}", on: "ask/long/P/D", from: .device)
        #expect(query.asking == "long")
        var reply = try dialect.read("{\"id\":1.0,\"to\":\"2\"}", on: "ask/short/P/D", from: .backend)
        #expect(reply.asking == "short")
        reply.asking = "long"
        var ids = IdentifierSource(serial: 0, time: 0)
        let printed = dialect.print(reply, product: "P", device: "D", isSameDialect: true, ids: &ids)
        #expect(printed?.topic == "ask/long/P/D")
        #expect(printed.map { String(decoding: $0.payload, as: UTF8.self) } == "{\"id\":1.0,\"to\":\"2\"}")
        reply.asking = nil
        #expect(dialect.print(reply, product: "P", device: "D", isSameDialect: true, ids: &ids) == nil)
    }
}
