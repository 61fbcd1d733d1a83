/// The device side of the Tencent dialect: `$ota/report/{productID}/{deviceName}` up, `$ota/update/...` down.
package struct TencentDevice: DeviceWire {
    package let family = VendorFamily.tencent
    package let profile: TencentProfile
    private let reportTopic: String
    private let updateTopic: String

    package init(product: String, device: String, profile: TencentProfile = .documented) {
        self.profile = profile
        reportTopic = "$ota/report/\(product)/\(device)"
        updateTopic = "$ota/update/\(product)/\(device)"
    }

    package var subscriptions: [Subscription] { [Subscription(updateTopic, qos: 1)] }
    /// The Python SDK refuses to start on a grant of 0.
    package var leastGrantedQoS: Int { profile.layout == .python ? 1 : 0 }
    package var needsReceipt: Bool { profile.receipt == .numberZero }
    package var cadence: ProgressCadence { ProgressCadence(interval: profile.interval) }

    package func greet(version: String, resumes: Bool) -> [Publication] {
        let quoted = quoted(version)
        let text =
            switch profile.layout {
            case .documented, .luat: #"{"type":"report_version","report":{"version":\#(quoted)}}"#
            case .python: #"{"type": "report_version", "report": {"version": \#(quoted)}}"#
            case .c: #"{"type": "report_version", "report":{"version":\#(quoted)}}"#
            case .java: #"{"report":{"version":\#(quoted)},"type":"report_version"}"#
            }
        return [Publication(reportTopic, text, qos: profile.reportQoS)]
    }

    package func hear(topic: String, payload: [UInt8]) -> DeviceNews {
        guard topic == updateTopic, let message = JSONValue.read(payload) else { return .nothing }
        switch message["type"]?.text {
        case "report_version_rsp":
            return .receipt(isGood: message["result_code"]?.integer == 0)
        case "update_firmware":
            // A size in quotes raises in the Python SDK's worker: the offer vanishes without a word.
            guard let size = message["file_size"]?.integer, size > 0, let version = message["version"]?.text,
                let digest = message["md5sum"]?.text, let url = message["url"]?.text
            else { return .nothing }
            return .offer(
                DownloadOffer(version: version, size: size, digestKind: .md5, digest: digest, url: url, module: nil))
        default:
            return .nothing
        }
    }

    package func range(offset: Int, size: Int) -> String? {
        if profile.closesRange { return "bytes=\(offset)-\(size)" }
        return offset == 0 ? nil : "bytes=\(offset)-"
    }

    package func resumes(_ stored: DownloadOffer, with offer: DownloadOffer) -> Bool {
        guard stored.version == offer.version else { return false }
        return profile.resumesByVersionOnly || (stored.digest == offer.digest && stored.size == offer.size)
    }

    package func accepts(digest: String, for offer: DownloadOffer) -> Bool {
        digest == (profile.ignoresDigestCase ? offer.digest.lowercased() : offer.digest)
    }

    package func progress(stored: Int, of offer: DownloadOffer) -> [Publication] {
        let percent = stored * 100 / offer.size - (profile.layout == .luat ? 1 : 0)
        return [report("downloading", percent: percent, offer: offer, qos: 0)]
    }

    package func burning(_ offer: DownloadOffer) -> [Publication] {
        profile.reportsBurning ? [report("burning", offer: offer, qos: profile.resultQoS)] : []
    }

    package func done(_ offer: DownloadOffer) -> [Publication] {
        [report("done", offer: offer, qos: profile.resultQoS)]
    }

    package func failed(_ failure: UpgradeFailure, _ offer: DownloadOffer) -> [Publication] {
        let code =
            switch failure {
            case .timedOut: -1
            case .notFound: -2
            case .denied: -3
            case .digest: -4
            case .refused, .unreachable, .burn: -5
            }
        // LuatOS knows one failure only.
        let codes = profile.layout == .luat ? [-5] : profile.failsTwice && code != -5 ? [code, -5] : [code]
        let note = profile.layout == .luat ? "ota_fail" : profile.layout == .java ? failure.rawValue : "time_out"
        return codes.map { report("fail", code: $0, note: note, offer: offer, qos: profile.resultQoS) }
    }

    private func quoted(_ text: String) -> String { JSONText.quoted(text, asciiOnly: profile.layout == .python) }

    private func report(
        _ state: String, percent: Int? = nil, code: Int = 0, note: String = "", offer: DownloadOffer, qos: Int
    ) -> Publication {
        let version = quoted(offer.version)
        let note = quoted(note)
        let text: String
        switch profile.layout {
        case .documented:
            let percent = percent.map { #""percent":"\#($0)","# } ?? ""
            let progress = #"{"state":"\#(state)",\#(percent)"result_code":"\#(code)","result_msg":\#(note)}"#
            text = #"{"type":"report_progress","report":{"progress":\#(progress),"version":\#(version)}}"#
        case .python:
            let percent = percent.map { #""percent": "\#($0)", "# } ?? ""
            let progress = #"{"state": "\#(state)", \#(percent)"result_code": "\#(code)", "result_msg": \#(note)}"#
            text = #"{"type": "report_progress", "report": {"progress": \#(progress), "version": \#(version)}}"#
        case .c:
            let percent = percent.map { #""percent":"\#($0)", "# } ?? ""
            let progress = #"{"state":"\#(state)", \#(percent)"result_code":"\#(code)", "result_msg":\#(note)}"#
            // The SDK's format strings for `burning` and `done` lack two blanks that the others have.
            let gap = ["burning", "done"].contains(state) ? "" : " "
            text =
                #"{"type": "report_progress", "report":\#(gap){"progress":\#(gap)\#(progress), "version":\#(gap)\#(version)}}"#
        case .java:
            let percent = percent.map { #","percent":"\#($0)""# } ?? ""
            let progress = #"{"result_msg":\#(note),"result_code":"\#(code)","state":"\#(state)"\#(percent)}"#
            text = #"{"report":{"progress":\#(progress),"version":\#(version)},"type":"report_progress"}"#
        case .luat:
            let percent = percent.map { #""percent": "\#($0)","# } ?? ""
            let progress = #"{"state": "\#(state)",\#(percent)"result_code": "\#(code)","result_msg": \#(note)}"#
            text = #"{"type":"report_progress","report":{"progress":\#(progress)},"version": \#(version)}"#
        }
        return Publication(reportTopic, text, qos: qos)
    }
}
