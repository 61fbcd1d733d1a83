/// What the names, tables and patterns of a dialect file can get wrong.
extension Explanation {
    static let unknownKind = Explanation(
        .dialect,
        "a message under messages: that is none of the seven kinds",
        "The kinds are version-report, version-receipt, offer, progress, query and query-reply. What a vendor "
            + "calls them stands in the payload, not here.",
        wrong: """
            messages:
              version-info:
                from: device
                topic: acme/${product}/${device}/info
                payload: { fw: "${version}" }
            """,
        right: """
            messages:
              version-report:
                from: device
                topic: acme/${product}/${device}/up
                payload: { cmd: hello, fw: "${version}" }
            """)

    static let unknownConversion = Explanation(
        .dialect,
        "a hole names a conversion that is neither built in nor a table",
        "Behind the colon stands text, integer, json, or a table under conversions:. Without it nobody knows "
            + "what the codes mean.",
        wrong: """
            messages:
              progress:
                from: device
                topic: acme/${product}/${device}/up
                payload: { cmd: state, state: "${phase:stat}", pct: "${percent|0}" }
            """,
        right: """
            messages:
              progress:
                from: device
                topic: acme/${product}/${device}/up
                payload: { cmd: state, state: "${phase:state}", pct: "${percent|0}" }
            """)

    static let unknownPart = Explanation(
        .dialect,
        "${=name} without such a part under parts:, or a part inside a part",
        "A part is a piece that several payloads share. Parts are one level deep, so that it stays plain what a "
            + "payload looks like.",
        wrong: """
            parts:
              hash:
                md5: { md5: "${md5}" }
            messages:
              offer:
                from: backend
                topic: acme/${product}/${device}/down
                payload: { fw: "${target}", len: "${size}", href: "${url}", hash: "${=hahs}" }
            """,
        right: """
            parts:
              hash:
                md5: { md5: "${md5}" }
            messages:
              offer:
                from: backend
                topic: acme/${product}/${device}/down
                payload: { fw: "${target}", len: "${size}", href: "${url}", hash: "${=hash}" }
            """)

    static let unknownWord = Explanation(
        .dialect,
        "a table row or an is: says a word that the field does not have",
        "On the left of a table stand our words, the same in every dialect: phases, failures, true and false. On "
            + "the right stand the vendor's.",
        wrong: """
            conversions:
              state:
                downloading: GET
                downloaded: GOT
                instaling: FLASH
                installed: DONE
                succeeded: { print: DONE }
                failed: ERR
            """,
        right: """
            conversions:
              state:
                downloading: GET
                downloaded: GOT
                installing: FLASH
                installed: DONE
                succeeded: { print: DONE }
                failed: ERR
            """)

    static let badNumber = Explanation(
        .dialect,
        "a number out of its range, or no number",
        "qos is 0 or 1 (there is no QoS 2 here), and bytes of a limit is a whole number above 0.",
        wrong: """
            messages:
              version-report:
                from: device
                topic: acme/${product}/${device}/up
                qos: 2
                payload: { cmd: hello, fw: "${version}" }
            """,
        right: """
            messages:
              version-report:
                from: device
                topic: acme/${product}/${device}/up
                qos: 1
                payload: { cmd: hello, fw: "${version}" }
            """)

    static let badPattern = Explanation(
        .dialect,
        "a pattern of url-expiry that can never tell a time",
        "The pattern needs ${unix} once, where the URL has the seconds since 1970. ${_} is anything up to the "
            + "text behind it, so there must be some.",
        wrong: """
            url-expiry:
              - "Expires="
            """,
        right: """
            url-expiry:
              - "Expires=${unix}"
            """)

    static let badTable = Explanation(
        .dialect,
        "a row that cannot be printed, a code that is no text or number, or a name that is built in",
        "\"*\" reads every other code but cannot be printed. Write the code to print before it, or give reading "
            + "and printing each its own. A code is text or a number. The names text, integer and json are taken.",
        wrong: """
            conversions:
              err: { none: 0, upgrade: "*" }
            messages:
              progress:
                from: device
                topic: acme/${product}/${device}/up
                payload: { cmd: state, state: "${phase:state}", pct: "${percent|0}", err: "${failure:err|0}" }
            """,
        right: """
            conversions:
              err: { none: 0, upgrade: [99, "*"] }
            messages:
              progress:
                from: device
                topic: acme/${product}/${device}/up
                payload: { cmd: state, state: "${phase:state}", pct: "${percent|0}", err: "${failure:err|0}" }
            """)

    static let badAnswer = Explanation(
        .dialect,
        "a query without an answer, or an answer without its query",
        "answers: names the variant of query that a query-reply belongs to; the reply goes to whom asked in that "
            + "form. A query without variants is called query.",
        wrong: """
            behaviour: { success: progress, receipts: none, reoffer-on-report: true, queries: answered }
            messages:
              query:
                from: device
                topic: acme/${product}/${device}/ask
                payload: { id: "${id}" }
              query-reply:
                from: backend
                topic: acme/${product}/${device}/answer
                answers: ask
                payload: { id: "${id}", fw: "${target}" }
            """,
        right: """
            behaviour: { success: progress, receipts: none, reoffer-on-report: true, queries: answered }
            messages:
              query:
                from: device
                topic: acme/${product}/${device}/ask
                payload: { id: "${id}" }
              query-reply:
                from: backend
                topic: acme/${product}/${device}/answer
                answers: query
                payload: { id: "${id}", fw: "${target}" }
            """)

    static let ambiguousCode = Explanation(
        .dialect,
        "one code reads as two words",
        "Read, only the first would ever count. If two words share a code on this wire, the second is only "
            + "printed: { print: code }.",
        wrong: """
            conversions:
              state:
                downloading: GET
                downloaded: GOT
                installing: FLASH
                installed: DONE
                succeeded: DONE
                failed: ERR
            """,
        right: """
            conversions:
              state:
                downloading: GET
                downloaded: GOT
                installing: FLASH
                installed: DONE
                succeeded: { print: DONE }
                failed: ERR
            """)
}
