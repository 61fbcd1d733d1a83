/// What can be wrong with a dialect as a whole, although each piece of its file can be read.
extension Explanation {
    static let missingKind = Explanation(
        .dialect,
        "a message without which a dialect cannot do its work",
        "Every dialect has version-report, offer and progress. receipts: required needs a version-receipt, "
            + "queries: answered a query and its query-reply.",
        wrong: """
            behaviour:
              success: progress
              receipts: required
              reoffer-on-report: true
            """,
        right: """
            behaviour:
              success: progress
              receipts: none
              reoffer-on-report: true
            """)

    static let missingField = Explanation(
        .dialect,
        "a form of a message does not say the one thing it is for",
        "A version report says the version, an offer the target, progress the phase, by a hole or by is:.",
        wrong: """
            messages:
              version-report:
                from: device
                topic: acme/${product}/${device}/up
                payload: { cmd: hello, fw: "1" }
            """,
        right: """
            messages:
              version-report:
                from: device
                topic: acme/${product}/${device}/up
                payload: { cmd: hello, fw: "${version}" }
            """)

    static let unstatedBehaviour = Explanation(
        .dialect,
        "behaviour: leaves open what a device waits for or what a cloud takes for success",
        "A warning. Without the key the gateway does what the finding says, and nobody who reads the file can tell "
            + "whether that was meant. Say all three: success, receipts and reoffer-on-report.",
        wrong: """
            behaviour:
              success: progress
            """,
        right: """
            behaviour:
              success: progress
              receipts: none
              reoffer-on-report: false
            """)

    static let unstatedLoss = Explanation(
        .dialect,
        "offers have no place for a field, and lacks: does not say what becomes of it",
        "An offer with such a field would arrive as another one. With refuse it never reaches a device and the "
            + "cloud gets a failure; with drop it goes without the field, and the event says so.",
        wrong: """
            lacks: { module: refuse, signature: refuse, stream: refuse, files: refuse, sha256: drop, extra-data: drop }
            """,
        right: """
            lacks: { module: refuse, diff: refuse, signature: refuse, stream: refuse, files: refuse, sha256: drop, extra-data: drop }
            """)

    static let unneededLoss = Explanation(
        .dialect,
        "lacks: names a field that offers do have a place for",
        "One of the two is wrong: either the field is carried, or it is not.",
        wrong: """
            lacks: { md5: refuse, module: refuse, diff: refuse, signature: refuse, stream: refuse, files: refuse, sha256: drop, extra-data: drop }
            """,
        right: """
            lacks: { module: refuse, diff: refuse, signature: refuse, stream: refuse, files: refuse, sha256: drop, extra-data: drop }
            """)

    static let oneSided = Explanation(
        .dialect,
        "a kind of message that is never read, or never printed",
        "The gateway reads what this vendor's side sends and prints what it gets from others. Every kind needs a "
            + "form for each; only: read and only: print are for further forms.",
        wrong: """
            messages:
              version-report:
                from: device
                topic: acme/${product}/${device}/up
                only: read
                payload: { cmd: hello, fw: "${version}" }
            """,
        right: """
            messages:
              version-report:
                from: device
                topic: acme/${product}/${device}/up
                payload: { cmd: hello, fw: "${version}" }
            """)

    static let unprintable = Explanation(
        .dialect,
        "a phase or failure that no form of progress can say",
        "Sooner or later an upgrade is in that phase, and the cloud would not hear of it. Add it to an is: list "
            + "or to the table, as { print: code } if no device writes it so. For failures a row upgrade: is enough: "
            + "all others fall back to it.",
        wrong: """
            conversions:
              state:
                downloading: GET
                downloaded: GOT
                installed: DONE
                succeeded: { print: DONE }
                failed: ERR
            """,
        right: """
            conversions:
              state:
                downloading: GET
                downloaded: GOT
                installing: { print: GOT }
                installed: DONE
                succeeded: { print: DONE }
                failed: ERR
            """)

    static let unreachable = Explanation(
        .dialect,
        "a form that is never read or never printed, since one before it takes all it could",
        "Forms are tried in the file's order, and kinds on one topic too. Put the narrower form first, let a "
            + "literal tell them apart, or say only: read or only: print.",
        wrong: """
            messages:
              progress:
                from: device
                topic: acme/${product}/${device}/up
                variants:
                  state:
                    payload: { cmd: state, state: "${phase:state}", pct: "${percent|0}" }
                  failed:
                    is: { phase: failed }
                    payload: { cmd: state, state: ERR }
            """,
        right: """
            messages:
              progress:
                from: device
                topic: acme/${product}/${device}/up
                variants:
                  state:
                    payload: { cmd: state, state: "${phase:state}", pct: "${percent|0}" }
                  short:
                    only: read
                    is: { phase: failed }
                    payload: { cmd: failed }
            """)

    static let unused = Explanation(
        .dialect,
        "a table or part that no payload names, or a fallback that is never printed",
        "It does nothing. Either it is left over, or the hole that should name it names another. A member name?: is "
            + "left out while its field is not known, so that nothing stands in for the field.",
        wrong: """
            conversions:
              colour: { red: r, green: g }
            """,
        right: """
            conversions:
              colour: { red: r, green: g }
            messages:
              version-report:
                from: device
                topic: acme/${product}/${device}/up
                payload: { cmd: hello, fw: "${version}", colour?: "${note:colour}" }
            """)

    static let duplicateDialect = Explanation(
        .dialect,
        "two files of a folder declare one dialect",
        "Configurations name a dialect by the name behind dialect:, so it must tell which file is meant. Often "
            + "one of them is a copy that was kept.",
        wrong: """
            # acme.yaml
            dialect: acme
            # acme-old.yaml
            dialect: acme
            """,
        right: """
            # acme.yaml
            dialect: acme
            # acme-old.yaml
            dialect: acme-old
            """)
}
