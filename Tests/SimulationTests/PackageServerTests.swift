import Foundation
import FoundationNetworking
import Testing

@testable import Simulation

/// The package server, asked by a real HTTP client.
@Suite(.timeLimit(.minutes(1))) struct PackageServerTests {
    struct Answer: Sendable {
        let status: Int
        let bytes: [UInt8]
        let headers: [String: String]
    }

    static let package = SimulatedPackage(name: "f.bin", size: 100_000, seed: 7)

    /// The answers to one request for each query and range, and what the server noted.
    static func ask(_ name: String = "f.bin", query: String, ranges: [String?]) async throws -> (
        [Answer], [ServedRequest]
    ) {
        let server = PackageServer([package]) { 1000 }
        let answers = try await server.serving { address in
            var answers: [Answer] = []
            for range in ranges {
                let url = try #require(URL(string: "\(address)/packages/\(name)\(query)"))
                var request = URLRequest(url: url, cachePolicy: .reloadIgnoringLocalCacheData)
                request.setValue(range, forHTTPHeaderField: "Range")
                request.setValue("gzip, deflate", forHTTPHeaderField: "Accept-Encoding")
                let (data, response) = try await URLSession.shared.data(for: request)
                let http = try #require(response as? HTTPURLResponse)
                var headers: [String: String] = [:]
                for (key, value) in http.allHeaderFields { headers["\(key)".lowercased()] = "\(value)" }
                answers.append(Answer(status: http.statusCode, bytes: Array(data), headers: headers))
            }
            return answers
        }
        return (answers, server.log.requests)
    }

    static let good = "?Expires=1001&Signature=a%2Bb"

    @Test func `a whole file, never compressed`() async throws {
        let (answers, log) = try await Self.ask(query: Self.good, ranges: [nil])
        #expect(answers[0].status == 200)
        #expect(answers[0].bytes == Self.package.bytes)
        #expect(answers[0].headers["content-length"] == "100000")
        #expect(answers[0].headers["content-encoding"] == nil)
        #expect(
            log == [
                ServedRequest(
                    target: "/packages/f.bin" + Self.good, range: nil, status: 200, span: 0..<100_000, sent: 100_000)
            ])
    }

    @Test(arguments: [
        ("bytes=0-100000", 0..<100_000), ("bytes=60000-", 60_000..<100_000), ("bytes=60000-100000", 60_000..<100_000),
        ("bytes=10-19", 10..<20), ("bytes=99999-99999", 99_999..<100_000),
    ])
    func `ranges are served to the byte and cut at the end`(range: String, span: Range<Int>) async throws {
        let (answers, log) = try await Self.ask(query: Self.good, ranges: [range])
        #expect(answers[0].status == 206)
        #expect(answers[0].bytes == Array(Self.package.bytes[span]))
        #expect(answers[0].headers["content-range"] == "bytes \(span.lowerBound)-\(span.upperBound - 1)/100000")
        #expect(log.map(\.span) == [span])
        #expect(log.map(\.sent) == [span.count])
    }

    @Test func `strange ranges give the whole file, ranges past the end nothing`() async throws {
        let (answers, _) = try await Self.ask(
            query: Self.good, ranges: ["bytes=a-b", "lines=1-2", "bytes=5-1", "bytes=1-2,4-5", "bytes=100000-"])
        #expect(answers.map(\.status) == [200, 200, 200, 200, 416])
    }

    @Test(arguments: [
        (PackageServerTests.good, 200), ("?Expires=1000&Signature=x", 403), ("", 403), ("?a=1", 403),
        ("?sign=q-sign-algorithm%3Dsha1%26q-sign-time%3D900%3B1001%26q-signature%3D0", 200),
        ("?sign=q-sign-algorithm%3Dsha1%26q-sign-time%3D900%3B1000", 403),
    ])
    func `only a signature that has not expired opens`(query: String, status: Int) async throws {
        let (answers, log) = try await Self.ask(query: query, ranges: [nil])
        #expect(answers[0].status == status)
        #expect(log.map(\.status) == [status])
    }

    @Test func `an unknown file is not there`() async throws {
        let (answers, _) = try await Self.ask("g.bin", query: Self.good, ranges: [nil])
        #expect(answers[0].status == 404)
    }

    @Test func `signatures are read back as they were made`() {
        for family in VendorFamily.allCases {
            let url = URLSignature.sign("http://h/f", as: family, from: 1000, for: 60)
            #expect(URLSignature.expiry(ofQuery: String(url.drop { $0 != "?" }.dropFirst())) == 1060)
        }
    }

    @Test func `a package is made of its seed`() {
        let again = SimulatedPackage(name: "x", size: 100_000, seed: 7)
        #expect(again.bytes == Self.package.bytes)
        #expect(SimulatedPackage(name: "x", size: 13, seed: 7).bytes == Array(Self.package.bytes.prefix(13)))
        #expect(SimulatedPackage(name: "x", size: 13, seed: 8).bytes != Array(Self.package.bytes.prefix(13)))
        let empty = SimulatedPackage(name: "x", size: 0, seed: 7).offered(as: "1", from: "http://h")
        #expect(empty.md5 == emptyMD5)
        #expect(empty.url == "http://h/packages/x")
    }
}
