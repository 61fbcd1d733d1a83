/// Messages as Tencent's devices and cloud write them, member for member.
enum Tencent {
    private static func up(_ payload: String) -> Wire { Wire(topic: "$ota/report/PRODTENC01/dev1", payload: payload) }
    private static func down(_ payload: String) -> Wire { Wire(topic: "$ota/update/PRODTENC01/dev1", payload: payload) }

    static func version(_ version: String) -> Wire {
        up(#"{"type":"report_version","report":{"version":"\#(version)"}}"#)
    }

    static func receipt(_ version: String, code: Int = 0, message: String = "success") -> Wire {
        var wire = down(
            #"{"result_code":\#(code),"result_msg":"\#(message)","type":"report_version_rsp","version":"\#(version)"}"#)
        wire.qos = 0
        return wire
    }

    static func offer(
        _ version: String = "2.0", md5: String = Sample.md5, size: Int = Sample.size, url: String = Sample.url
    ) -> Wire {
        down(
            #"{"file_size":\#(size),"md5sum":"\#(md5)","type":"update_firmware","url":"\#(url)","version":"\#(version)"}"#
        )
    }

    static func downloading(_ percent: Int, of version: String = "2.0", note: String = "") -> Wire {
        progress(#""state":"downloading","percent":"\#(percent)","result_code":"0","result_msg":"\#(note)""#, version)
    }

    /// `burning` or `done`.
    static func state(_ state: String, of version: String = "2.0", note: String = "") -> Wire {
        progress(#""state":"\#(state)","result_code":"0","result_msg":"\#(note)""#, version)
    }

    static func fail(_ code: String, note: String = "", of version: String = "2.0") -> Wire {
        progress(#""state":"fail","result_code":"\#(code)","result_msg":"\#(note)""#, version)
    }

    /// As LuatOS writes it: the version stands outside the report.
    static func luat(_ members: String, of version: String = "2.0") -> Wire {
        var wire = up(#"{"type":"report_progress","report":{"progress":{\#(members)}},"version":"\#(version)"}"#)
        wire.native = "{\(members)}"
        return wire
    }

    static func progress(_ members: String, _ version: String = "2.0") -> Wire {
        var wire = up(#"{"type":"report_progress","report":{"progress":{\#(members)},"version":"\#(version)"}}"#)
        wire.native = "{\(members)}"
        return wire
    }
}
