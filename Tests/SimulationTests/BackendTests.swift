import Testing

@testable import Simulation

/// Transcripts of both clouds.
struct BackendTests {
    static let package = OfferedPackage(
        version: "2.0.0", size: 1000, md5: emptyMD5, sha256: "e3b0", url: "http://h/packages/f.bin")

    static func task(_ product: String, retries: Int = 0) -> UpgradeTask {
        UpgradeTask(
            product: product, devices: ["dev1", "dev2"], package: package, timeout: .seconds(60), retries: retries,
            epoch: 1_000_000)
    }

    struct Tencent {
        static let up = "$ota/report/PRODTENC01/dev1"
        static func version(_ version: String) -> String {
            #"{"type":"report_version","report":{"version":"\#(version)"}}"#
        }
        static func progress(_ progress: String, version: String = "2.0.0") -> String {
            #"{"type":"report_progress","report":{"progress":{\#(progress)},"version":"\#(version)"}}"#
        }
        static func bench(retries: Int = 0) -> BackendBench<TencentBackend> {
            BackendBench(TencentBackend(task("PRODTENC01", retries: retries)))
        }

        @Test func `every report is answered, then the package is pushed with a fresh signature`() {
            var bench = Self.bench()
            let time = "1000000%3B1086400"
            let url =
                "http://h/packages/f.bin?sign=q-sign-algorithm%3Dsha1%26q-ak%3DAKIDsimulated%26q-sign-time%3D\(time)"
                + "%26q-key-time%3D\(time)%26q-header-list%3D%26q-url-param-list%3D%26q-signature%3D0123456789abcdef"
            let down = "$ota/update/PRODTENC01/dev1"
            #expect(
                bench.hear(Self.up, Self.version("1.0.0")).publications == [
                    Publication(
                        down,
                        #"{"result_code":0,"result_msg":"success","type":"report_version_rsp","version":"1.0.0"}"#,
                        qos: 0),
                    Publication(
                        down,
                        #"{"file_size":1000,"md5sum":"\#(emptyMD5)","type":"update_firmware","url":"\#(url)","#
                            + #""version":"2.0.0"}"#, qos: 0),
                ])
            #expect(bench.machine.rows[0].state == .pushed)
            let again = bench.hear(Self.up, Self.version("1.0.0"), after: .seconds(5)).payloads
            #expect(again.count == 2)
            #expect(again.last?.contains("q-sign-time%3D1000005%3B1086405") == true)
        }

        @Test func `done is success, and so is the version alone`() {
            var bench = Self.bench()
            _ = bench.hear(Self.up, Self.version("1.0.0"))
            _ = bench.hear(Self.up, Self.progress(#""state":"downloading","percent":"40","result_code":"0""#))
            #expect(bench.machine.rows[0].state == .upgrading(percent: 40))
            _ = bench.hear(Self.up, Self.progress(#""state":"done","result_code":"0","result_msg":"""#))
            #expect(bench.machine.rows[0].state == .succeeded)
            // Nothing is pushed to a device that has it, and none outside the task is.
            #expect(bench.hear(Self.up, Self.version("2.0.0")).payloads.count == 1)
            #expect(bench.hear("$ota/report/PRODTENC01/other", Self.version("1.0.0")).payloads.count == 1)
            #expect(bench.hear("$ota/report/PRODTENC01/dev2", Self.version("2.0.0")).payloads.count == 1)
            #expect(bench.machine.rows[1].state == .succeeded)
        }

        @Test func `progress of another version is not this task's`() {
            var bench = Self.bench()
            _ = bench.hear(Self.up, Self.version("1.0.0"))
            _ = bench.hear(Self.up, Self.progress(#""state":"done","result_code":"0""#, version: "1.5.0"))
            #expect(bench.machine.rows[0].state == .pushed)
            let luat =
                #"{"type":"report_progress","report":{"progress":{"state": "fail","result_code": "-5"}},"version": "2.0.0"}"#
            _ = bench.hear(Self.up, luat)
            #expect(bench.machine.rows[0].state == .failed("result_code -5 "))
        }

        @Test func `a failure is final unless retries are left`() {
            var bench = Self.bench(retries: 1)
            let fail = Self.progress(#""state":"fail","result_code":"-4","result_msg":"time_out""#)
            _ = bench.hear(Self.up, Self.version("1.0.0"))
            _ = bench.hear(Self.up, fail)
            #expect(bench.hear(Self.up, Self.version("1.0.0")).payloads.count == 2)
            _ = bench.hear(Self.up, fail)
            #expect(bench.machine.rows[0].state == .failed("result_code -4 time_out"))
            #expect(bench.hear(Self.up, Self.version("1.0.0")).payloads.count == 1)
        }

        @Test func `time runs from the first push`() {
            var bench = Self.bench()
            let actions = bench.hear(Self.up, Self.version("1.0.0"))
            #expect(actions.last == .wake(at: .seconds(60)))
            _ = bench.wake(after: .seconds(59))
            #expect(bench.machine.rows[0].state == .pushed)
            _ = bench.wake(after: .seconds(1))
            #expect(bench.machine.rows[0].state == .timedOut)
        }
    }

    struct Aliyun {
        static let inform = "/ota/device/inform/a1AliPk0001/dev1"
        static let progress = "/ota/device/progress/a1AliPk0001/dev1"
        static func version(_ version: String) -> String { #"{"id":"1","params":{"version":"\#(version)"}}"# }
        static func step(_ step: String) -> String { #"{"id":"2","params":{"step":\#(step),"desc":"x"}}"# }
        static func bench(
            retries: Int = 0, _ change: (inout AliyunOfferForm) -> Void = { _ in }
        ) -> BackendBench<AliyunBackend> {
            var form = AliyunOfferForm()
            change(&form)
            return BackendBench(AliyunBackend(task("a1AliPk0001", retries: retries), form: form))
        }
        static let url =
            "http://h/packages/f.bin?Expires=1086400&OSSAccessKeyId=LTAIsimulated&Signature=c2ltdWxhdGVk%2Bc2ln%3D"

        @Test func `a report is not answered but pushed upon`() {
            var bench = Self.bench()
            #expect(
                bench.hear(Self.inform, Self.version("1.0.0")).publications == [
                    Publication(
                        "/ota/device/upgrade/a1AliPk0001/dev1",
                        #"{"code":"1000","data":{"size":1000,"sign":"\#(emptyMD5)","version":"2.0.0","signMethod":"Md5","#
                            + #""url":"\#(Self.url)","md5":"\#(emptyMD5)"},"id":1000000000,"message":"success"}"#,
                        qos: 1)
                ])
            // Again as long as no progress was reported, then no more.
            #expect(bench.hear(Self.inform, Self.version("1.0.0")).payloads.count == 1)
            _ = bench.hear(Self.progress, Self.step(#""10""#))
            #expect(bench.hear(Self.inform, Self.version("1.0.0")).payloads.isEmpty)
            #expect(bench.machine.rows[0].state == .upgrading(percent: 10))
        }

        @Test func `100 is not success, the version is`() {
            var bench = Self.bench()
            _ = bench.hear(Self.inform, Self.version("1.0.0"))
            _ = bench.hear(Self.progress, Self.step("100"))
            #expect(bench.machine.rows[0].state == .upgrading(percent: 100))
            #expect(bench.hear(Self.inform, Self.version("2.0.0")).isEmpty)
            #expect(bench.machine.rows[0].state == .succeeded)
        }

        @Test func `a negative step fails, and is pushed again while retries are left`() {
            var bench = Self.bench(retries: 1)
            _ = bench.hear(Self.inform, Self.version("1.0.0"))
            #expect(bench.hear(Self.progress, Self.step("-2")).payloads.count == 1)
            #expect(bench.machine.rows[0].state == .pushed)
            #expect(bench.hear(Self.progress, Self.step(#""-3""#)).payloads.isEmpty)
            #expect(bench.machine.rows[0].state == .failed("step -3 x"))
        }

        @Test func `a third version fails an upgrade under way`() {
            var bench = Self.bench()
            _ = bench.hear(Self.inform, Self.version("1.0.0"))
            _ = bench.hear(Self.progress, Self.step("50"))
            _ = bench.hear(Self.inform, Self.version("1.5.0"))
            #expect(bench.machine.rows[0].state == .failed("came up with 1.5.0, neither source nor target"))
        }

        @Test func `time runs from the first progress only`() {
            var bench = Self.bench()
            #expect(bench.hear(Self.inform, Self.version("1.0.0")).count == 1)
            _ = bench.wake(after: .seconds(3600))
            #expect(bench.machine.rows[0].state == .pushed)
            #expect(bench.hear(Self.progress, Self.step("1")) == [.wake(at: .seconds(3660))])
            _ = bench.hear(Self.progress, Self.step("2"), after: .seconds(30))
            _ = bench.wake(after: .seconds(30))
            #expect(bench.machine.rows[0].state == .timedOut)
        }

        @Test(arguments: [#""123""#, "7"]) func `a question is answered with its id as it came`(id: String) {
            var bench = Self.bench { $0.waitsForPull = true }
            let topic = "/sys/a1AliPk0001/dev1/thing/ota/firmware/get"
            #expect(bench.hear(Self.inform, Self.version("1.0.0")).isEmpty)
            let answer = bench.hear(
                topic, #"{"id":\#(id),"version":"1.0","params":{},"method":"thing.ota.firmware.get"}"#)
            #expect(answer.publications.first?.topic == topic + "_reply")
            #expect(answer.payloads.first?.hasPrefix(#"{"id":\#(id),"code":200,"data":{"size":1000,"#) == true)
            #expect(
                bench.hear(topic, #"{"id":\#(id),"params":{"module":"wifi"}}"#).payloads == [
                    #"{"id":\#(id),"code":200,"data":{}}"#
                ])
            _ = bench.hear(Self.inform, Self.version("2.0.0"))
            #expect(
                bench.hear(topic, #"{"id":\#(id),"params":{}}"#).payloads == [#"{"id":\#(id),"code":200,"data":{}}"#])
        }

        @Test func `the legacy topic carries questions and answers`() {
            var bench = Self.bench { $0.waitsForPull = true }
            let topic = "/ota/device/request/a1AliPk0001/dev1"
            let answer = bench.hear(topic, #"{"id":0,"params":{"version":"1.0.0"}}"#)
            #expect(answer.publications.first?.topic == topic)
            #expect(bench.hear(topic, answer.payloads.first ?? "").isEmpty)
        }

        @Test func `offers can be made that must be refused`() {
            func data(_ change: (inout AliyunOfferForm) -> Void) -> String {
                Self.bench(change).machine.offerData(at: .zero)
            }
            #expect(
                data { $0.digest = .sha256 }
                    == #"{"size":1000,"sign":"e3b0","version":"2.0.0","signMethod":"SHA256","url":"\#(Self.url)"}"#)
            #expect(
                data { $0.overMQTT = true }
                    == #"{"size":1000,"streamId":1397345,"sign":"\#(emptyMD5)","dProtocol":"mqtt","version":"2.0.0","#
                    + #""signMethod":"Md5","streamFileId":1,"md5":"\#(emptyMD5)"}"#)
            let rich = data {
                $0.isDiff = true
                $0.digestSign = "abc"
                $0.module = "MCU"
                $0.extData = #"{"_package_udi":"x"}"#
            }
            #expect(
                rich
                    == #"{"size":1000,"extData":{"_package_udi":"x"},"sign":"\#(emptyMD5)","version":"2.0.0","isDiff":1,"#
                    + #""signMethod":"Md5","url":"\#(Self.url)","md5":"\#(emptyMD5)","digestsign":"abc","module":"MCU"}"#
            )
            let files = data { $0.files = 2 }
            #expect(files.hasPrefix(#"{"size":1000,"version":"2.0.0","signMethod":"Md5","files":[{"fileSize":1000,"#))
            #expect(files.contains(#""fileName":"part2.bin""#))
        }
    }
}
