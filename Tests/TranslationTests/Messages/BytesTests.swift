import Testing
import Upgrades

/// What the bytes towards devices and backends look like: the vendors' own order and types, since devices read them with scanf.
struct BytesTests {
    @Test func `an MD5 offer has sign, md5 and the method that all SDKs take (H2, H22)`() throws {
        var talk = try Talk(.aliyun, .tencent)
        talk.device(Aliyun.inform("1.0", id: "1"))
        talk.backend(Tencent.offer()) {
            toDevice(
                Wire(
                    topic: "/ota/device/upgrade/a1AliPk0001/dev1",
                    payload:
                        #"{"code":"1000","data":{"size":708482,"sign":"36eb5951179db14a631463a37a9322a2","version":"2.0","#
                        + #""signMethod":"Md5","url":"https://files.example/fw.bin","md5":"36eb5951179db14a631463a37a9322a2"},"#
                        + #""id":1000,"message":"success"}"#))
            event(.offered)
        }
    }

    @Test(arguments: Sides.all) func `digests are written in small letters (H3)`(sides: Sides) throws {
        var talk = try Talk(sides)
        talk.device(sides.device.version("1.0"))
        talk.backend(sides.backend.offer().replacing(Sample.md5, with: Sample.md5.uppercased())) {
            toDevice(
                sides.device == .tencent
                    ? Tencent.offer() : Aliyun.offer(id: sides.isSameDialect ? "1568864790381" : "1000"))
            event(.offered)
        }
    }

    @Test func `a SHA-256 digest is in small letters too (H3)`() throws {
        var talk = try Talk(.aliyun, .aliyun)
        talk.device(Aliyun.inform("1.0", id: "1"))
        talk.backend(Aliyun.offer(AliyunPackage(md5: nil, sha256: Sample.sha256.uppercased()))) {
            toDevice(Aliyun.offer(AliyunPackage(md5: nil, sha256: Sample.sha256)))
            event(.offered)
        }
    }

    @Test(arguments: ["MD5", "md5", "Md5"]) func `the method is written as all SDKs take it (H2)`(method: String) throws
    {
        var talk = try Talk(.aliyun, .aliyun)
        talk.device(Aliyun.inform("1.0", id: "1"))
        talk.backend(Aliyun.offer(AliyunPackage(method: method))) {
            toDevice(Aliyun.offer())
            event(.offered)
        }
    }

    @Test(arguments: Sides.all) func `a URL goes out byte by byte, without needless escapes (H20, H21)`(sides: Sides)
        throws
    {
        let url = "https://f/ü?a=1&b=<2>'&sign=q%3D1%26x=%2F"
        let escaped = url.replacing("/", with: #"\/"#).replacing("&", with: #"\u0026"#).replacing("ü", with: #"\u00fc"#)
        var talk = try Talk(sides)
        talk.device(sides.device.version("1.0"))
        talk.backend(sides.backend.offer(url: escaped)) {
            switch sides.device {
            case .tencent: toDevice(Tencent.offer(url: url))
            case .aliyun:
                toDevice(
                    Aliyun.offer("2.0", id: sides.isSameDialect ? "1568864790381" : "1000", AliyunPackage(url: url)))
            }
            event(.offered)
        }
    }

    @Test func `control characters are escaped, letters beyond ASCII are not (H21)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginOffered()
        let note = #"\b\f\n\r\t\u0001\u001f\"\\"# + "é测试\u{7F}"
        talk.device(Tencent.downloading(10, note: note)) {
            toBackend(Aliyun.progress(10, note: note, id: 2))
            event(.downloading, 10)
        }
    }

    @Test func `members of any order, with any white space, go out compact in the platform's order (H22)`() throws {
        var talk = try Talk(.tencent, .tencent)
        talk.device(Tencent.version("1.0"))
        let shuffled =
            "{ \"version\" : \"2.0\",\n\t\"url\": \"\(Sample.url)\" , \"type\":\"update_firmware\", \"md5sum\":\"\(Sample.md5)\", \"file_size\" : \(Sample.size) }\r\n"
        talk.backend(Wire(topic: Tencent.offer().topic, payload: shuffled)) {
            toDevice(Tencent.offer())
            event(.offered)
        }
        talk.device(
            Tencent.progress(#""result_msg":"", "result_code":"0",  "percent":"7","state":"downloading""#)
        ) {
            toBackend(Tencent.downloading(7))
            event(
                .downloading, 7,
                native: .json(#"{"state":"downloading","percent":"7","result_code":"0","result_msg":""}"#))
        }
    }

    @Test func `numbers and texts are read alike, and written in the vendor's form (H23)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.device(Tencent.version("1.0"))
        talk.backend(
            Aliyun.offer(id: #""123""#).replacing("\(Sample.size)", with: "\"\(Sample.size)\"").replacing(
                #""1000""#, with: "200")
        ) {
            toDevice(Tencent.offer())
            event(.offered)
        }
        talk.device(
            Tencent.progress(#""state":"downloading","percent":10,"result_code":0,"result_msg":"""#)
        ) {
            toBackend(Aliyun.progress(10, id: 2))
            event(.downloading, 10)
        }
        talk.device(Tencent.progress(#""state":"fail","result_code":-4,"result_msg":"""#)) {
            toBackend(Aliyun.progress(-3, note: "result_code=-4", id: 3))
            event(.failed, 10, failure: .integrity)
        }
        var back = try Talk(.aliyun, .tencent)
        back.device(Aliyun.inform("1.0", id: "1"))
        back.backend(Tencent.offer().replacing("\(Sample.size)", with: "\"\(Sample.size)\"")) {
            toDevice(Aliyun.offer(id: "1000"))
            event(.offered)
        }
        back.device(Aliyun.progress(step: "23", id: "1")) {
            toBackend(Tencent.downloading(23))
            event(.downloading, 23)
        }
        back.device(Aliyun.progress(step: "-4", id: "1")) {
            toBackend(Tencent.fail("-5", note: "step=-4"))
            event(.failed, 23, failure: .install)
        }
    }

    @Test func `the code of a push is text, that of a reply a number, whatever the backend wrote (H15, H23)`() throws {
        var talk = try Talk(.aliyun, .aliyun)
        talk.device(Aliyun.inform("1.0", id: "1"))
        talk.backend(Aliyun.offer().replacing(#""1000""#, with: "200")) {
            toDevice(Aliyun.offer())
            event(.offered)
        }
        talk.device(Aliyun.get(id: "5"))
        talk.backend(Aliyun.getReply(id: "5", nil).replacing("200", with: #""1000""#)) {
            toDevice(Aliyun.getReply(id: "5", nil))
        }
    }
}
