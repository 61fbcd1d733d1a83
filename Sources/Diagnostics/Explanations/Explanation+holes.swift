/// What the holes and literals of a dialect file can get wrong.
extension Explanation {
    static let unknownField = Explanation(
        .dialect,
        "a hole or key names a field that does not exist",
        "The fields are a closed list, so that every dialect can be translated into every other. What has no "
            + "field is written as a literal, or left out of the template: it is kept as it came. The list is in "
            + "README.md, \"Kinds and fields\".",
        wrong: """
            messages:
              version-report:
                from: device
                topic: acme/${product}/${device}/up
                payload: { cmd: hello, fw: "${verzion}" }
            """,
        right: """
            messages:
              version-report:
                from: device
                topic: acme/${product}/${device}/up
                payload: { cmd: hello, fw: "${version}" }
            """)

    static let missingConversion = Explanation(
        .dialect,
        "a phase, failure, diff or transport stands in a hole without a table",
        "These fields have words of ours, such as downloading, which no vendor writes so. A table says how they "
            + "look on the wire.",
        wrong: """
            messages:
              progress:
                from: device
                topic: acme/${product}/${device}/up
                payload: { cmd: state, state: "${phase}", pct: "${percent|0}" }
            """,
        right: """
            messages:
              progress:
                from: device
                topic: acme/${product}/${device}/up
                payload: { cmd: state, state: "${phase:state}", pct: "${percent|0}" }
            """)

    static let unfitConversion = Explanation(
        .dialect,
        "a conversion that cannot make what the field holds",
        "A size is a number and an URL a text; a table or json would lose what they are. The finding lists what "
            + "fits.",
        wrong: """
            messages:
              offer:
                from: backend
                topic: acme/${product}/${device}/down
                payload: { fw: "${target}", len: "${size:json}", href: "${url}", md5: "${md5}" }
            """,
        right: """
            messages:
              offer:
                from: backend
                topic: acme/${product}/${device}/down
                payload: { fw: "${target}", len: "${size:integer}", href: "${url}", md5: "${md5}" }
            """)

    static let unfitField = Explanation(
        .dialect,
        "a field in a kind of message that has no such field, or a loss nobody can bear",
        "A version report has no percent: nothing would ever fill the hole. Leave the member out of the "
            + "template, then it is kept as it came. Under lacks: only fields can be dropped without which a package "
            + "is still the same.",
        wrong: """
            messages:
              version-report:
                from: device
                topic: acme/${product}/${device}/up
                payload: { cmd: hello, fw: "${version}", pct: "${percent|0}" }
            """,
        right: """
            messages:
              version-report:
                from: device
                topic: acme/${product}/${device}/up
                payload: { cmd: hello, fw: "${version}" }
            """)

    static let identityInPayload = Explanation(
        .dialect,
        "${product} or ${device} in a payload",
        "The topic tells which device is meant, and the gateway changes it there when the device has another "
            + "name at its backend. Members that repeat it are left out of the template: they are kept as they came.",
        wrong: """
            messages:
              version-report:
                from: device
                topic: acme/${product}/${device}/up
                payload: { cmd: hello, fw: "${version}", dev: "${device}" }
            """,
        right: """
            messages:
              version-report:
                from: device
                topic: acme/${product}/${device}/up
                payload: { cmd: hello, fw: "${version}" }
            """)

    static let mixedText = Explanation(
        .dialect,
        "text beside a hole in one value",
        "A hole is the whole value, so that reading it back gives what was printed. If the vendor writes v1.2 "
            + "then \"v1.2\" is the version. For the text ${ itself write $${.",
        wrong: """
            messages:
              version-report:
                from: device
                topic: acme/${product}/${device}/up
                payload: { cmd: hello, fw: "v${version}" }
            """,
        right: """
            messages:
              version-report:
                from: device
                topic: acme/${product}/${device}/up
                payload: { cmd: hello, fw: "${version}" }
            """)

    static let badHole = Explanation(
        .dialect,
        "a hole that is not closed, or a required one inside an optional object",
        "A hole is written ${name}, ${name:conversion} or ${name|fallback}. Where an object may be absent, each "
            + "hole in it may be absent too, and must say so: by '?' behind its member or a bar.",
        wrong: """
            messages:
              version-report:
                from: device
                topic: acme/${product}/${device}/up
                payload: { cmd: hello, fw: "${version" }
            """,
        right: """
            messages:
              version-report:
                from: device
                topic: acme/${product}/${device}/up
                payload: { cmd: hello, fw: "${version}" }
            """)

    static let badFallback = Explanation(
        .dialect,
        "what stands behind the bar of a hole cannot be printed there",
        "The text behind the bar is printed while the field is not known, so it must be such a value: a number "
            + "for integer, one of the printed codes for a table. @serial and @time make ids. Two holes of one field "
            + "must not print different values, for no message says two.",
        wrong: """
            messages:
              progress:
                from: device
                topic: acme/${product}/${device}/up
                payload: { cmd: state, state: "${phase:state}", pct: "${percent|none}" }
            """,
        right: """
            messages:
              progress:
                from: device
                topic: acme/${product}/${device}/up
                payload: { cmd: state, state: "${phase:state}", pct: "${percent|0}" }
            """)

    static let badLiteral = Explanation(
        .dialect,
        "a member without a value, or a list of !any that holds more than literals",
        "A literal is text, a number, true, false or null. Nothing at all could be any of them: write \"\" for "
            + "an empty text and null for JSON's null.",
        wrong: """
            messages:
              version-report:
                from: device
                topic: acme/${product}/${device}/up
                payload: { cmd: !any [], fw: "${version}" }
            """,
        right: """
            messages:
              version-report:
                from: device
                topic: acme/${product}/${device}/up
                payload: { cmd: !any [hello, hi], fw: "${version}" }
            """)
}
