/// The device side of the Aliyun dialect: `/ota/device/...` and `/sys/.../thing/ota/firmware/get`.
package struct AliyunDevice: DeviceWire {
    package let family = VendorFamily.aliyun
    package let profile: AliyunProfile
    package let module: String?
    /// Asks for the pending package right after the version, instead of only waiting for a push.
    package let pulls: Bool
    /// `{productKey}/{deviceName}`.
    private let identity: String
    private var lastID = 0

    package init(
        product: String, device: String, module: String? = nil, pulls: Bool = false,
        profile: AliyunProfile = .documented
    ) {
        self.profile = profile
        self.module = module
        self.pulls = pulls
        identity = "\(product)/\(device)"
    }

    private var upgradeTopic: String { "/ota/device/upgrade/\(identity)" }
    private var replyTopic: String { "/sys/\(identity)/thing/ota/firmware/get_reply" }
    private var requestTopic: String { "/ota/device/request/\(identity)" }

    package var subscriptions: [Subscription] {
        let answers = profile.pull == .firmwareGet ? replyTopic : requestTopic
        return [Subscription(upgradeTopic, qos: 1), Subscription(answers, qos: 1)]
    }
    package var leastGrantedQoS: Int { 0 }
    package var needsReceipt: Bool { false }
    package var cadence: ProgressCadence { profile.cadence }

    package mutating func greet(version: String, resumes: Bool) -> [Publication] {
        var publications: [Publication] = []
        for version in [profile.spuriousVersion, version].compactMap(\.self) {
            publications.append(inform(version))
        }
        // The cloud pushes no second time once progress was reported: after a break the device has to ask.
        if pulls || resumes { publications.append(question(version)) }
        return publications
    }

    package func hear(topic: String, payload: [UInt8]) -> DeviceNews {
        let isPush = topic == upgradeTopic || topic == requestTopic
        guard isPush || topic == replyTopic, let message = JSONValue.read(payload), let data = message["data"] else {
            return .nothing
        }
        if isPush && profile.needsSuccess && message["message"]?.text != "success" { return .nothing }
        if data["dProtocol"] != nil || data["files"] != nil { return .nothing }
        guard let version = data["version"]?.text, let size = data["size"]?.liberalInteger, size > 0,
            let url = data["url"]?.text, let (kind, digest) = digest(in: data)
        else { return .nothing }
        let offered = data["module"]?.text
        guard (offered ?? "default") == (module ?? "default") else { return .nothing }
        return .offer(
            DownloadOffer(version: version, size: size, digestKind: kind, digest: digest, url: url, module: offered))
    }

    package func range(offset: Int, size: Int) -> String? { offset == 0 ? nil : "bytes=\(offset)-" }

    package func resumes(_ stored: DownloadOffer, with offer: DownloadOffer) -> Bool {
        !profile.ignoresRange && stored.version == offer.version && stored.size == offer.size
            && stored.digest == offer.digest
    }

    package func accepts(digest: String, for offer: DownloadOffer) -> Bool { digest == offer.digest.lowercased() }

    package mutating func progress(stored: Int, of offer: DownloadOffer) -> [Publication] {
        let step = stored * 100 / offer.size
        return report(step, note: stored == 0 && profile.layout == .c3 ? "Enter in downloading state" : "", offer)
    }

    package func burning(_ offer: DownloadOffer) -> [Publication] { [] }
    package func done(_ offer: DownloadOffer) -> [Publication] { [] }

    package mutating func failed(_ failure: UpgradeFailure, _ offer: DownloadOffer) -> [Publication] {
        let step =
            switch failure {
            case .refused: -1
            case .unreachable, .notFound, .denied, .timedOut: -2
            case .digest: -3
            case .burn: -4
            }
        return report(step, note: failure.rawValue, offer)
    }

    private func digest(in data: JSONValue) -> (DigestKind, String)? {
        if profile.readsMD5Only { return data["md5"]?.text.map { (.md5, $0) } }
        guard let sign = data["sign"]?.text, let method = data["signMethod"]?.text,
            let kind = profile.signMethods[method]
        else { return nil }
        return (kind, sign)
    }

    private mutating func inform(_ version: String) -> Publication {
        let version = JSONText.quoted(version)
        let id = nextID()
        let text =
            switch profile.layout {
            case .documented: #"{"id":"\#(id)","params":{"version":\#(version)\#(member(","))}}"#
            case .python: #"{"id": 1, "params": {"version": \#(version)\#(member(", ", ": "))}}"#
            case .c3: #"{"id":"\#(id)","params":{"version":\#(version)\#(member(", "))}}"#
            case .link4: #"{"id":\#(id), "params":{"version":\#(version)\#(member(","))}}"#
            }
        return Publication("/ota/device/inform/\(identity)", text, qos: profile.informQoS)
    }

    private mutating func question(_ version: String) -> Publication {
        let id = nextID()
        if profile.pull == .legacyRequest {
            let text = #"{"id":\#(id),"params":{"version":\#(JSONText.quoted(version))}}"#
            return Publication(requestTopic, text, qos: 0)
        }
        let text =
            switch profile.layout {
            case .documented, .c3:
                #"{"id":"\#(id)","version":"1.0","params":{\#(member())},"method":"thing.ota.firmware.get"}"#
            case .python: #"{"id": \#(id), "params": {\#(member("", ": "))}}"#
            case .link4: #"{"id":\#(id), "params":{\#(member())}}"#
            }
        return Publication("/sys/\(identity)/thing/ota/firmware/get", text, qos: 0)
    }

    private mutating func report(_ step: Int, note: String, _ offer: DownloadOffer) -> [Publication] {
        guard profile.reportsProgress else { return [] }
        let topic = "/ota/device/progress/\(identity)"
        let note = JSONText.quoted(note)
        let texts: [String] =
            switch profile.layout {
            case .documented:
                [#"{"id":"\#(nextID())","params":{"step":"\#(step)","desc":\#(note)\#(member(","))}}"#]
            case .python:
                [#"{"id": \#(nextID()), "params": {"step": \#(step), "desc": \#(note)\#(member(", ", ": "))}}"#]
            case .c3:
                [
                    #"{"id":0,"params":{"step":"\#(step)","desc":\#(note)\#(member(", "))}}"#,
                    #"{"id":0,"params":{"step":"\#(step)"\#(member(", "))}}"#,
                ]
            case .link4:
                // This SDK names the module only if the push did.
                [#"{"id":\#(nextID()), "params":{"step":"\#(step)","desc":\#(note)\#(member(",", of: offer.module))}}"#]
            }
        return texts.prefix(profile.reportsTwice ? 2 : 1).map { Publication(topic, $0, qos: profile.progressQoS) }
    }

    /// The member `module`, or nothing for the whole device.
    private func member(_ before: String = "", _ colon: String = ":") -> String {
        module.map { "\(before)\"module\"\(colon)\(JSONText.quoted($0))" } ?? ""
    }

    private func member(_ before: String, of module: String?) -> String {
        module.map { "\(before)\"module\":\(JSONText.quoted($0))" } ?? ""
    }

    private mutating func nextID() -> Int {
        lastID += 1
        return lastID
    }
}
