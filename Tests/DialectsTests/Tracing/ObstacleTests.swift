import Diagnostics
import Testing
import Upgrades

@testable import Dialects

/// What people are told of a payload that no variant reads: the nearest variant, the line that stopped it, and why.
struct ObstacleTests {
    struct Row: CustomTestStringConvertible {
        let payload: String
        let variant: String
        let reason: String
        /// The line of the dialect file that stopped it.
        var line: String
        var suggestion: String?
        var testDescription: String { reason }
    }

    private static let downloading =
        #"{"type":"report_progress","report":{"progress":{"state":"downloading","percent":"10","result_code":"0","result_msg":""},"version":"2.0"}}"#

    private static func progress(_ part: String, _ other: String) -> String { downloading.replacing(part, with: other) }

    @Test(arguments: [
        Row(
            payload: progress(",\"version\":\"2.0\"", ""), variant: "'running' of 'progress'",
            reason: "no member 'version' in 'report'", line: #"version: "${target}""#),
        Row(
            payload: progress("\"version\"", "\"verison\""), variant: "'running' of 'progress'",
            reason: "no member 'version' in 'report'", line: #"version: "${target}""#, suggestion: "there is 'verison'"),
        Row(
            payload: progress("report_progress", "report_progres"), variant: "'running' of 'progress'",
            reason: "'type' is \"report_progres\", not \"report_progress\"", line: #"type: report_progress"#,
            suggestion: "did you mean 'report_progress'?"),
        Row(
            payload: progress("downloading", "dowloading"), variant: "'state' of 'progress'",
            reason: "'report.progress.state' is \"dowloading\", and no row of the table 'state' reads it",
            line: #"state: "${phase:state}""#,
            suggestion: "did you mean 'downloading'?"),
        Row(
            payload: progress("\"10\"", "{\"is\":10}"), variant: "'running' of 'progress'",
            reason: "'report.progress.percent' is an object where text or a number was expected",
            line: #"percent: "${percent:text|0}""#),
        Row(
            payload: progress("\"10\"", "\"ten\""), variant: "'running' of 'progress'",
            reason: "'report.progress.percent' is \"ten\", which is no number", line: #"percent: "${percent:text|0}""#),
        Row(
            payload: progress("\"2.0\"", "\"\""), variant: "'running' of 'progress'",
            reason: "'report.version' is empty, and the target cannot be", line: #"version: "${target}""#),
        Row(
            payload: #"{"type":"report_version","report":"1.0"}"#, variant: "'version-report'",
            reason: "'report' is text where an object was expected", line: #"report:"#),
        Row(
            payload: #"[1]"#, variant: "'version-report'",
            reason: "the payload is an array where an object was expected", line: #"version-report:"#),
    ]) func `the nearest variant says what stopped it`(row: Row) throws {
        try Self.expect(row, "tencent", "$ota/report/P/D")
    }

    private static func offer(_ data: String) -> String {
        "{\"code\":\"1000\",\"data\":{\(data)},\"id\":1,\"message\":\"success\"}"
    }

    @Test(arguments: [
        Row(
            payload: offer(#""size":1,"sign":"a","version":"2","signMethod":"Md4","url":"u""#),
            variant: "'md5' in 'offer'", reason: "'data.signMethod' is \"Md4\", not \"Md5\" or \"MD5\" or \"md5\"",
            line: #"signMethod: !any [Md5, MD5, md5]"#, suggestion: "did you mean 'Md5'?"),
        Row(
            payload: offer(#""size":1,"sign":"a","version":"2","signMethod":"Md5","url":"u","md5":"b""#),
            variant: "'md5' in 'offer'", reason: "'data.md5' says another md5 than a member before it",
            line: #"md5?: "${md5}""#),
        Row(
            payload: offer(
                #""version":"2","signMethod":"Md5","files":[{"fileSize":1,"fileUrl":"u","fileSign":"a"},{"fileSize":2}],"isDiff":7"#
            ),
            variant: "'files' in 'offer'", reason: "'data.isDiff' is 7, and no row of the table 'flag' reads it",
            line: #"isDiff?: "${diff:flag}""#, suggestion: "expected '1' or '0'"),
        Row(
            payload:
                #"{"code":"1000","data":{"size":1,"sign":"a","version":"2","signMethod":"Md5"},"url":"u","id":1,"message":"success"}"#,
            variant: "'md5' in 'offer'", reason: "no member 'url' in 'data'", line: #"url: "${url}""#,
            suggestion: "it stands in the payload itself"),
    ]) func `the nearest variant of a part says what stopped it`(row: Row) throws {
        try Self.expect(row, "aliyun", "/ota/device/upgrade/P/D")
    }

    private static func expect(_ row: Row, _ name: String, _ topic: String) throws {
        let source = SourceText(name: name, text: try Repository.text("Mappings/\(name).yaml"))
        let dialect = try Repository.dialect(name)
        let match = try #require(dialect.match(topic: Text(topic)).first)
        let nearest = try #require(dialect.traceRead(Array(row.payload.utf8), on: match).nearest.first)
        let obstacle = try #require(nearest.obstacles.first)
        #expect(nearest.variant.label == row.variant)
        #expect(obstacle.reason == row.reason)
        let line = try #require(source.line(obstacle.location.line))
        #expect(line.contains(row.line), "\(line)")
        #expect(obstacle.suggestion == row.suggestion)
    }

    @Test func `where no variant prints, each says why`() throws {
        var message = CanonicalMessage(.progress)
        message.phase = .downloading
        message.percent = 10
        var ids = IdentifierSource(serial: 0, time: 0)
        let trace = try Repository.dialect("tencent")
            .tracePrint(message, product: "P", device: "D", isSameDialect: false, ids: &ids)
        #expect(trace.printed == nil)
        let reasons = trace.refusals.map {
            "\($0.variant.label): \($0.obstacles.map(\.reason).joined(separator: "; "))"
        }
        #expect(
            reasons == [
                "'running' of 'progress': it needs the target, which is not known",
                "'state' of 'progress': no row of the table 'state' prints the phase 'downloading'; "
                    + "it needs the target, which is not known",
            ])
    }

    @Test(arguments: [
        ("$ota/reprot/P/D", "$ota/report/${product}/${device}", "the level 'reprot' is not 'report'"),
        ("$ota/report/P", "$ota/report/${product}/${device}", "it has 3 levels where 4 were expected"),
        ("$ota/report//D", "$ota/report/${product}/${device}", "the level of the product is empty"),
    ]) func `a topic that means nothing is held against the nearest`(topic: String, nearest: String, reason: String)
        throws
    {
        let trace = try #require(try Repository.dialect("tencent").nearestTopic(to: Text(topic), from: .device))
        #expect(trace.template == nearest)
        #expect(trace.reason == reason)
    }

    @Test func `nothing is near to a strange topic`() throws {
        #expect(try Repository.dialect("tencent").nearestTopic(to: "foo/bar", from: .device) == nil)
        #expect(try Repository.dialect("aliyun").nearestTopic(to: "foo/bar/x/y", from: .backend) == nil)
    }
}
