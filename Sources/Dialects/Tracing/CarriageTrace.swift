package import Diagnostics
package import Upgrades

/// What became of an offer on its way into the device's dialect, and which lines of the files say so.
package struct CarriageTrace: Sendable {
    /// One thing that the device's dialect cannot take as it is.
    package struct Judgement: Hashable, Sendable {
        package enum Verdict: Hashable, Sendable {
            /// The device gets nothing.
            case refused
            /// The offer goes on without it, since a line of `lacks` says so.
            case dropped
            /// The offer goes on without it, since the fleet's `allow` says so.
            case allowed
        }
        package let verdict: Verdict
        package let field: Field?
        /// As the refusal's note has it.
        package let reason: String
        /// The line of `lacks` or `limits` in the file of the device's dialect; nil where none was needed.
        package let location: SourceLocation?
        /// Whether that line stands under `limits`.
        package var isLimit = false
    }
    /// How the expiry of the offer's URL was found.
    package struct Expiry: Hashable, Sendable {
        /// The pattern of `url-expiry` in the file of the backend's dialect.
        package let location: SourceLocation
        /// Seconds since 1970.
        package let time: Int64
    }

    /// The file of the device's dialect.
    package let file: String
    /// The file of the backend's dialect, which knows its URLs.
    package let backendFile: String
    package let judgements: [Judgement]
    package let expiry: Expiry?
}

extension OfferCarriage {
    /// Judges an offer once more and tells which lines did so.
    package func trace(_ offer: CanonicalMessage) -> CarriageTrace { trace(offer, carry(offer).judgements) }

    /// Looks only for the expiry of its URL once more, and tells which line found it.
    package func traceExpiry(_ offer: CanonicalMessage) -> CarriageTrace { trace(offer, []) }

    private func trace(_ offer: CanonicalMessage, _ judgements: [CarriageTrace.Judgement]) -> CarriageTrace {
        let expiry = offer.package?.url.flatMap { url in
            backend.urlExpiry.lazy.compactMap { pattern in
                pattern.read(Array(url.utf8)).map { CarriageTrace.Expiry(location: pattern.location, time: $0) }
            }.first
        }
        return CarriageTrace(
            file: device.file, backendFile: backend.file, judgements: judgements, expiry: expiry)
    }
}
