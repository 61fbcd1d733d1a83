import Testing
import Upgrades

/// B11: what a failure is called on the other side, and that nothing of it is lost.
struct NoteTests {
    /// A failure and its image in the other dialect.
    struct Image: CustomTestStringConvertible {
        let code: String
        let printed: String
        let kind: FailureClass
        var testDescription: String { "\(code) is \(printed)" }
    }

    @Test(arguments: [
        Image(code: "-1", printed: "-2", kind: .downloadTimeout),
        Image(code: "-2", printed: "-2", kind: .downloadNotFound),
        Image(code: "-3", printed: "-2", kind: .downloadDenied), Image(code: "-4", printed: "-3", kind: .integrity),
        Image(code: "-5", printed: "-4", kind: .install), Image(code: "-9", printed: "-1", kind: .upgrade),
        Image(code: "77", printed: "-1", kind: .upgrade), Image(code: "0", printed: "-1", kind: .upgrade),
    ]) func `a Tencent code has an Aliyun step, and stands in its text (H8, B11)`(image: Image) throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginOffered()
        talk.device(Tencent.fail(image.code, note: "time_out")) {
            toBackend(
                Aliyun.progress(step: "\"\(image.printed)\"", note: "result_code=\(image.code): time_out", id: #""2""#))
            event(.failed, failure: image.kind, note: "time_out")
        }
    }

    @Test(arguments: [
        Image(code: "-1", printed: "-5", kind: .upgrade), Image(code: "-2", printed: "-1", kind: .download),
        Image(code: "-3", printed: "-4", kind: .integrity), Image(code: "-4", printed: "-5", kind: .install),
        Image(code: "-7", printed: "-5", kind: .upgrade),
    ]) func `an Aliyun step has a Tencent code, and stands in its text (H7, B11)`(image: Image) throws {
        var talk = try Talk(.aliyun, .tencent)
        talk.beginOffered()
        talk.device(Aliyun.progress(step: "\"\(image.code)\"", note: "net down", id: "1")) {
            toBackend(Tencent.fail(image.printed, note: "step=\(image.code): net down"))
            event(.failed, failure: image.kind, note: "net down")
        }
    }

    @Test func `without a note the native code stands alone (B11)`() throws {
        var talk = try Talk(.aliyun, .tencent)
        talk.beginOffered()
        talk.device(Aliyun.progress(-3)) {
            toBackend(Tencent.fail("-4", note: "step=-3"))
            event(.failed, failure: .integrity)
        }
    }

    @Test func `a failure without a code has its note alone (B11)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginOffered()
        talk.device(Tencent.progress(#""state":"fail","result_msg":"flash broken""#)) {
            toBackend(Aliyun.progress(-1, note: "flash broken", id: 2))
            event(.failed, failure: .upgrade, note: "flash broken")
        }
    }

    @Test func `other messages have the note alone (B11)`() throws {
        var talk = try Talk(.tencent, .aliyun)
        talk.beginOffered()
        talk.device(Tencent.progress(#""state":"downloading","percent":"10","result_code":"-4","result_msg":"slow""#)) {
            toBackend(Aliyun.progress(10, note: "slow", id: 2))
            event(.downloading, 10)
        }
    }

    @Test(arguments: [#""-9""#, "-9", #""77""#])
    func `within a dialect a code without a row is printed as it came (A, B11)`(
        code: String
    ) throws {
        var talk = try Talk(.tencent, .tencent)
        talk.beginOffered()
        let fail = Tencent.progress(#""state":"fail","result_code":\#(code),"result_msg":"why""#)
        talk.device(fail) {
            toBackend(fail)
            event(.failed, failure: .upgrade, note: "why")
        }
    }

    @Test func `within a dialect a code with a row is printed in its own form (A, H23)`() throws {
        var talk = try Talk(.tencent, .tencent)
        talk.beginOffered()
        talk.device(Tencent.progress(#""state":"fail","result_code":-4,"result_msg":"why""#)) {
            toBackend(Tencent.fail("-4", note: "why"))
            event(.failed, failure: .integrity, note: "why")
        }
    }
}
