/// What can be wrong with a file before its keys are looked at.
extension Explanation {
    static let unreadableFile = Explanation(
        .anyFile, "the file is not there, or cannot be opened",
        "Nothing can be said of a file that cannot be read. Look at the path, which is relative to where the command is run, and "
            + "at the rights of the file and its folders.",
        wrong: "ota-gateway check no-such-folder/acme.yaml",
        right: "ota-gateway check Mappings/acme.yaml")

    static let fileTooLarge = Explanation(
        .anyFile, "the file is larger than a file written by hand can be",
        "A file may have 4 MB, so that a wrong or hostile one does not fill the memory. Split example conversations into several "
            + "files; a larger dialect file is a mistake.",
        wrong: """
            # acme.yaml, 5 MB
            dialect: acme
            """,
        right: """
            # acme.yaml, 5 KB
            dialect: acme
            """)

    static let emptyFile = Explanation(
        .anyFile, "the file holds nothing but blanks and comments",
        "An empty file says nothing, so it is most likely not the one that was meant.",
        wrong: """
            # dialect: acme
            """,
        right: """
            dialect: acme
            """)

    static let invalidUTF8 = Explanation(
        .anyFile, "the file is not written in UTF-8",
        "Files are read as UTF-8. Editors on Windows also save UTF-16, GBK or Latin-1; choose UTF-8 when saving, or convert the "
            + "file: iconv -f GBK -t UTF-8 acme.yaml. The example stands for such a file.",
        wrong: """
            dialect: caf\u{FFFD}        # one byte, 0xE9, as Latin-1 has it
            """,
        right: """
            dialect: café        # two bytes, 0xC3 0xA9, as UTF-8 has it
            """)

    static let controlCharacter = Explanation(
        .anyFile, "a control character stands in the file",
        "Nobody sees it, and it would become part of a topic, a code or a message. Where it is meant, write it as an escape in "
            + "double quotes. The example stands for the byte 0x01.",
        wrong: """
            dialect: acme\u{1}
            """,
        right: """
            dialect: "acme\\x01"
            """)

    static let yamlSyntax = Explanation(
        .anyFile, "the file is not YAML from this place on",
        "What follows cannot be understood, so all other findings behind it wait. Mostly a quote or bracket is not closed, a text "
            + "holds ': ' without quotes, or lines of one mapping are indented differently. The place is where reading "
            + "ended; the mistake may stand a line above.",
        wrong: """
            note: too long: cut
            """,
        right: """
            note: "too long: cut"
            """)

    static let tabIndentation = Explanation(
        .anyFile, "a line is indented with a tab",
        "YAML knows only spaces as indentation, since a tab is as wide as each editor likes.",
        wrong: """
            messages:
            \toffer: {}
            """,
        right: """
            messages:
              offer: {}
            """)

    static let pastedCharacter = Explanation(
        .anyFile, "a character that only looks like one of YAML's own, such as “ or ：",
        "Word processors and Chinese input methods write other quotes, colons, commas and blanks than YAML knows. They look the "
            + "same and mean nothing, so a whole line becomes a text. Where the character is meant, put the text into "
            + "straight quotes.",
        wrong: """
            name： acme
            note: x
            """,
        right: """
            name: acme
            note: x
            """)

    static let severalDocuments = Explanation(
        .anyFile, "a line --- begins a second document",
        "A file holds one document; what stands behind the line would never be looked at.",
        wrong: """
            dialect: acme
            ---
            dialect: other
            """,
        right: """
            dialect: acme
            """)

    static let nestedTooDeep = Explanation(
        .anyFile, "too many mappings and lists inside one another",
        "128 levels are allowed, and payloads have 64 at most. Deeper ones come from a bracket too many or a list of aliases.",
        wrong: """
            a: &a [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
            b: &b [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[*a]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
            c: &c [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[*b]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
            d: &d [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[*c]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
            """,
        right: """
            a: [[]]
            """)

    static let tooManyNodes = Explanation(
        .anyFile, "more values than a file may have, those behind aliases counted at each use",
        "A few lines of aliases can stand for billions of values. A file may have 200,000, and the parts of one payload 256 forms together.",
        wrong: """
            a: &a [x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x]
            b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
            c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
            d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
            e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d, *d, *d, *d, *d, *d, *d]
            """,
        right: """
            a: &a [x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x]
            b: [*a, *a, *a]
            """)

    static let unknownAnchor = Explanation(
        .anyFile, "an alias *name without an anchor &name before it",
        "An alias repeats a value that was named earlier in the same file. Text that begins with * must stand in quotes.",
        wrong: """
            first: &codes ["1000", 200]
            second: *code
            """,
        right: """
            first: &codes ["1000", 200]
            second: *codes
            """)

    static let mergeKey = Explanation(
        .anyFile, "a merge key <<, which this language does not have",
        "What a file says stands where it is said. Write the members out; in dialect files a part under parts: names pieces that "
            + "several payloads share. A member that is really called so is written in quotes.",
        wrong: """
            common: &common { from: device }
            report: { <<: *common, qos: 1 }
            """,
        right: """
            report: { from: device, qos: 1 }
            """)

    static let keyNotText = Explanation(
        .anyFile, "a mapping or list stands where a key must be",
        "Keys are texts. A hole without quotes at the beginning of a line, { } too much or '? ' make a key of something else.",
        wrong: """
            { a: b }: c
            """,
        right: """
            "{ a: b }": c
            """)

    static let duplicateKey = Explanation(
        .anyFile, "one mapping has a key twice",
        "Only one of the two values could count, and which one would be a guess. Keep one. In a payload the members 'module' and "
            + "'module?' are the same one.",
        wrong: """
            qos: 0
            topic: a/b
            qos: 1
            """,
        right: """
            qos: 1
            topic: a/b
            """)
}
