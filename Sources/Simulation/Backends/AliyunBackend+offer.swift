extension AliyunBackend {
    /// The member `data` of an offer, in the order the platform sends (hazard H22).
    func offerData(at now: Duration) -> String {
        let package = task.package
        let isMD5 = form.digest == .md5
        let sign = isMD5 ? package.md5 : package.sha256
        let method = JSONText.quoted(form.signMethod ?? (isMD5 ? "Md5" : "SHA256"))
        let url = JSONText.quoted(task.signedURL(as: .aliyun, at: now))
        var members = [#""size":\#(package.size)"#]
        if form.overMQTT { members.append(#""streamId":1397345"#) }
        if let extData = form.extData { members.append(#""extData":\#(extData)"#) }
        if form.files == 0 { members.append(#""sign":"\#(sign)""#) }
        if form.overMQTT { members.append(#""dProtocol":"mqtt""#) }
        members.append(#""version":\#(JSONText.quoted(package.version))"#)
        if form.isDiff { members.append(#""isDiff":1"#) }
        members.append(#""signMethod":\#(method)"#)
        if form.overMQTT {
            members.append(#""streamFileId":1"#)
        } else if form.files == 0 {
            members.append(#""url":\#(url)"#)
        }
        if isMD5 && form.files == 0 { members.append(#""md5":"\#(package.md5)""#) }
        if let digestSign = form.digestSign { members.append(#""digestsign":\#(JSONText.quoted(digestSign))"#) }
        if let module = form.module { members.append(#""module":\#(JSONText.quoted(module))"#) }
        if form.files > 0 {
            let files = (1...form.files).map { number in
                let md5 = isMD5 ? #","fileMd5":"\#(package.md5)""# : ""
                return #"{"fileSize":\#(package.size),"fileName":"part\#(number).bin","fileUrl":\#(url)\#(md5),"#
                    + #""fileSign":"\#(sign)"}"#
            }
            members.append(#""files":[\#(files.joined(separator: ","))]"#)
        }
        return "{" + members.joined(separator: ",") + "}"
    }
}
