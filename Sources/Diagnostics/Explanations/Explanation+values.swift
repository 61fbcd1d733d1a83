/// What can be wrong with a key or a value anywhere.
extension Explanation {
    static let unknownKey = Explanation(
        .anyFile, "a key that has no meaning here",
        "It would be passed over in silence, and what it should say would not happen. Mostly it is misspelt or indented too little.",
        wrong: """
            messages:
              version-report:
                from: device
                topik: acme/${product}/${device}/up
                topic: acme/${product}/${device}/up
                payload: { cmd: hello, fw: "${version}" }
            """,
        right: """
            messages:
              version-report:
                from: device
                topic: acme/${product}/${device}/up
                payload: { cmd: hello, fw: "${version}" }
            """)

    static let missingKey = Explanation(
        .anyFile, "a key that must be there is not",
        "Without it the rest cannot be used, and there is no value that would be right for everybody.",
        wrong: """
            messages:
              version-report:
                from: device
                payload: { cmd: hello, fw: "${version}" }
            """,
        right: """
            messages:
              version-report:
                from: device
                topic: acme/${product}/${device}/up
                payload: { cmd: hello, fw: "${version}" }
            """)

    static let wrongType = Explanation(
        .anyFile, "a list, mapping, text or nothing where another of these is expected",
        "Mostly the value is indented too little, so that it does not belong to its key, or it is missing. Yes and no are written "
            + "true and false, without quotes.",
        wrong: """
            behaviour:
              success: progress
              receipts: none
              reoffer-on-report: yes
            """,
        right: """
            behaviour:
              success: progress
              receipts: none
              reoffer-on-report: true
            """)

    static let unknownTag = Explanation(
        .anyFile, "a tag such as !foo that has no meaning here",
        "The only tag is !any, in payloads, before a list of literals. A text that begins with '!' must stand in quotes.",
        wrong: """
            behaviour:
              success: !word progress
              receipts: none
              reoffer-on-report: true
            """,
        right: """
            behaviour:
              success: progress
              receipts: none
              reoffer-on-report: true
            """)

    static let unknownOption = Explanation(
        .anyFile, "a word that is none of those the key knows",
        "The finding lists the words. They are written exactly so, in lowercase.",
        wrong: """
            behaviour:
              success: done
              receipts: none
              reoffer-on-report: true
            """,
        right: """
            behaviour:
              success: progress
              receipts: none
              reoffer-on-report: true
            """)

    static let booleanLookalike = Explanation(
        .dialect, "a literal such as no or on, which some YAML readers take for false or true",
        "In this language only true and false are booleans: a plain no is the text \"no\", and is printed in quotes. People and "
            + "other tools may expect false. Quote it if it is text, write true or false if it is not.",
        wrong: """
            messages:
              version-report:
                from: device
                topic: acme/${product}/${device}/up
                payload: { cmd: hello, fw: "${version}", forced: no }
            """,
        right: """
            messages:
              version-report:
                from: device
                topic: acme/${product}/${device}/up
                payload: { cmd: hello, fw: "${version}", forced: "no" }
            """)

    static let numberLookalike = Explanation(
        .dialect, "a literal such as 1.10 or 0x10 whose quotes decide what it is",
        "A plain 1.10 is a JSON number and printed without quotes; a device that wants the text \"1.10\" does not find it. Others, "
            + "such as 010, 1_000 or 2024-01-01, are text here but numbers or dates for other readers of YAML. Quote what "
            + "is text.",
        wrong: """
            messages:
              version-report:
                from: device
                topic: acme/${product}/${device}/up
                payload: { cmd: hello, fw: "${version}", protocol?: 1.10 }
            """,
        right: """
            messages:
              version-report:
                from: device
                topic: acme/${product}/${device}/up
                payload: { cmd: hello, fw: "${version}", protocol?: "1.10" }
            """)

    static let badName = Explanation(
        .configuration, "a name that cannot stand in topics and logs",
        "Names become levels of topics, client identifiers and sources of events: they are not empty and hold no blanks, no '/', "
            + "'+' or '#', and no control characters.",
        wrong: """
            name: plant 7
            """,
        right: """
            name: plant-7
            """)

    static let badTopic = Explanation(
        .dialect, "a topic with a level that cannot stand there, or without product or device",
        "A topic tells which device is meant, so it has ${product} and ${device} once each, alone between slashes. '+' and '#' "
            + "belong to subscriptions, which the gateway makes itself.",
        wrong: """
            messages:
              version-report:
                from: device
                topic: acme/${product}/dev-${device}/up
                payload: { cmd: hello, fw: "${version}" }
            """,
        right: """
            messages:
              version-report:
                from: device
                topic: acme/${product}/${device}/up
                payload: { cmd: hello, fw: "${version}" }
            """)

    static let emptyList = Explanation(
        .anyFile, "a list or mapping that holds nothing",
        "It was begun and not filled in, or what should stand in it is indented too little.",
        wrong: """
            conversions:
              colour: {}
              state: { downloading: GET, downloaded: GOT, installing: FLASH, installed: DONE, succeeded: { print: DONE }, failed: ERR }
            messages:
              version-report:
                from: device
                topic: acme/${product}/${device}/up
                payload: { cmd: hello, fw: "${version}", colour?: "${note:colour}" }
            """,
        right: """
            conversions:
              colour: { red: r, green: g }
              state: { downloading: GET, downloaded: GOT, installing: FLASH, installed: DONE, succeeded: { print: DONE }, failed: ERR }
            messages:
              version-report:
                from: device
                topic: acme/${product}/${device}/up
                payload: { cmd: hello, fw: "${version}", colour?: "${note:colour}" }
            """)
}
