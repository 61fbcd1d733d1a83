/// Messages as Alibaba's devices and cloud write them, member for member.
enum Aliyun {
    private static func wire(_ topic: String, _ payload: String) -> Wire {
        Wire(topic: "/ota/device/\(topic)/a1AliPk0001/dev1", payload: payload)
    }

    /// - Parameter id: as a JSON token; the gateway's own are decimal strings.
    static func inform(_ version: String, id: String, module: String? = nil) -> Wire {
        wire("inform", #"{"id":\#(id),"params":{"version":"\#(version)"\#(member("module", module))}}"#)
    }
    static func inform(_ version: String, id: Int, module: String? = nil) -> Wire {
        inform(version, id: "\"\(id)\"", module: module)
    }

    /// - Parameter step: as a JSON token, or as a number that is written as a string.
    static func progress(step: String, note: String = "", id: String, module: String? = nil) -> Wire {
        var wire = wire(
            "progress", #"{"id":\#(id),"params":{"step":\#(step),"desc":"\#(note)"\#(member("module", module))}}"#)
        wire.native = #"{"step":\#(step),"desc":"\#(note)"}"#
        return wire
    }
    static func progress(_ step: Int, note: String = "", id: Int = 1, module: String? = nil) -> Wire {
        progress(step: "\"\(step)\"", note: note, id: "\"\(id)\"", module: module)
    }

    /// - Parameter id: a JSON token; the gateway's own are the clock in milliseconds.
    static func offer(
        _ version: String = "2.0", id: String = "1568864790381", _ package: AliyunPackage = AliyunPackage()
    ) -> Wire {
        wire("upgrade", #"{"code":"1000","data":\#(package.data(version)),"id":\#(id),"message":"success"}"#)
    }

    static func offer(_ package: AliyunPackage) -> Wire { offer("2.0", package) }

    static func get(id: String, module: String? = nil) -> Wire {
        let params = module.map { #"{"module":"\#($0)"}"# } ?? "{}"
        return Wire(
            topic: "/sys/a1AliPk0001/dev1/thing/ota/firmware/get", payload: #"{"id":\#(id),"params":\#(params)}"#)
    }

    /// - Parameter version: nil where nothing is pending.
    static func getReply(id: String, _ version: String?, _ package: AliyunPackage = AliyunPackage()) -> Wire {
        Wire(
            topic: "/sys/a1AliPk0001/dev1/thing/ota/firmware/get_reply",
            payload: #"{"id":\#(id),"code":200,"data":\#(version.map { package.data($0) } ?? "{}")}"#)
    }

    static func request(_ version: String, id: String) -> Wire {
        wire("request", #"{"id":\#(id),"params":{"version":"\#(version)"}}"#)
    }
    static func requestReply(id: String, _ version: String, _ package: AliyunPackage = AliyunPackage()) -> Wire {
        wire("request", #"{"code":"1000","data":\#(package.data(version)),"id":\#(id),"message":"success"}"#)
    }

    fileprivate static func member(_ name: String, _ text: String?) -> String {
        text.map { #","\#(name)":"\#($0)""# } ?? ""
    }
}

/// The `data` of an offer.
struct AliyunPackage {
    var size = Sample.size
    /// Nil leaves out `md5` and signs with SHA-256.
    var md5: String? = Sample.md5
    /// Signs with SHA-256, beside an `md5` if there is one.
    var sha256: String?
    var url = Sample.url
    var method = "Md5"
    var isDiff: String?
    var signature: String?
    var module: String?
    var extraData: String?
    /// The whole array, in place of one file.
    var files: String?
    /// A download in blocks, in place of the URL.
    var stream: Int?

    func data(_ version: String) -> String {
        let extra = extraData.map { #""extData":\#($0),"# } ?? ""
        let diff = isDiff.map { #""isDiff":\#($0),"# } ?? ""
        let tail = Aliyun.member("digestsign", signature) + Aliyun.member("module", module)
        let sign = sha256 ?? md5 ?? ""
        let method = sha256 == nil ? method : "SHA256"
        if let files {
            let last = extra.isEmpty ? "" : "," + extra.dropLast()
            return #"{"version":"\#(version)",\#(diff)"signMethod":"\#(method)","files":\#(files)\#(last)\#(tail)}"#
        }
        if let stream {
            return
                #"{"size":\#(size),"streamId":\#(stream),\#(extra)"sign":"\#(sign)","dProtocol":"mqtt","version":"\#(version)","#
                + #"\#(diff)"signMethod":"\#(method)","streamFileId":1\#(Aliyun.member("md5", md5))\#(tail)}"#
        }
        return
            #"{"size":\#(size),\#(extra)"sign":"\#(sign)","version":"\#(version)",\#(diff)"signMethod":"\#(method)","#
            + #""url":"\#(url)"\#(Aliyun.member("md5", md5))\#(tail)}"#
    }
}
