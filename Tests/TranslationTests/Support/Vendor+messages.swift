/// The messages of a usual upgrade, in whichever dialect a side speaks.
extension Vendor {
    func version(_ version: String) -> Wire {
        switch self {
        case .tencent: Tencent.version(version)
        case .aliyun: Aliyun.inform(version, id: "7")
        }
    }

    func offer(_ version: String = "2.0", url: String = Sample.url) -> Wire {
        switch self {
        case .tencent: Tencent.offer(version, url: url)
        case .aliyun:
            Aliyun.offer(version, AliyunPackage(url: url))
        }
    }

    func downloading(_ percent: Int, of version: String = "2.0") -> Wire {
        switch self {
        case .tencent: Tencent.downloading(percent, of: version)
        case .aliyun: Aliyun.progress(percent)
        }
    }

    /// The digest is wrong.
    func failed(note: String = "", of version: String = "2.0") -> Wire {
        switch self {
        case .tencent: Tencent.fail("-4", note: note, of: version)
        case .aliyun: Aliyun.progress(-3, note: note)
        }
    }
}
