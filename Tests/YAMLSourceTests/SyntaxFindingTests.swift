import Testing

/// A text that libyaml refuses, and the first line of what we say of it.
struct Refusal: Sendable, CustomTestStringConvertible {
    let text: String
    let finding: String
    var testDescription: String { text.debugDescription }

    init(_ text: String, _ finding: String) {
        self.text = text
        self.finding = finding
    }
}

struct SyntaxFindingTests {
    static let refusals = [
        Refusal("a: *", "1:5: error: text cannot begin with '*' [yaml-syntax]"),
        Refusal("a: { b: * }", "1:10: error: text cannot begin with '*' [yaml-syntax]"),
        Refusal("a: b: c", "1:5: error: a ':' where no key can stand [yaml-syntax]"),
        Refusal("a: b\n c: d", "2:3: error: a ':' where no key can stand [yaml-syntax]"),
        Refusal("a: @b", "1:4: error: text cannot begin with '@' [yaml-syntax]"),
        Refusal("a: [b", "1:6: error: a list in [ ] goes wrong here [yaml-syntax]"),
        Refusal("a: \"b", "1:6: error: a quoted text never ends [yaml-syntax]"),
        Refusal("a: \"\\q\"", "1:5: error: no escape that double quotes know [yaml-syntax]"),
        Refusal("a: \"\\ud800\"", "1:7: error: found invalid Unicode character escape code [yaml-syntax]"),
        Refusal("a:\n  - b\n c: d", "3:2: error: expected a key here [yaml-syntax]"),
        Refusal("a: [x, ${y}]", "1:8: error: a hole inside { } or [ ] must stand in quotes [yaml-syntax]"),
        Refusal("a: b\n\t- c", "2:1: error: a tab cannot indent [tab-indentation]"),
        Refusal("a:\n\t- c", "2:1: error: a tab cannot indent [tab-indentation]"),
        Refusal("\ta: b", "1:1: error: a tab cannot indent [tab-indentation]"),
        Refusal("a: |\n  x\n\ty", "3:1: error: a tab cannot indent [tab-indentation]"),
        Refusal("a: |\n\tx", "2:1: error: a tab cannot indent [tab-indentation]"),
        Refusal("%YAML 9.9\n---\na", "1:1: error: found incompatible YAML document [yaml-syntax]"),
        Refusal("%", "1:2: error: could not find expected directive name [yaml-syntax]"),
        Refusal("a: `b`", "1:4: error: text cannot begin with '`' [yaml-syntax]"),
        Refusal("a: %b", "1:4: error: text cannot begin with '%' [yaml-syntax]"),
        Refusal("a: !<", "1:6: error: did not find expected tag URI [yaml-syntax]"),
        Refusal("a\nb: c", "2:2: error: a ':' where no key can stand [yaml-syntax]"),
        Refusal("a: 'b'c", "1:7: error: expected a key here [yaml-syntax]"),
        Refusal("a：\u{20}b\nc: d", "1:2: error: '：' is not ':' [pasted-character]"),
        Refusal("a: b\n\u{A0}c: d", "2:1: error: the blank U+00A0 is not a space [pasted-character]"),
        Refusal("a: { b: c，d: e }", "1:10: error: '，' is not ',' [pasted-character]"),
        Refusal("a: ｛ b: c ｝", "1:4: error: '｛' is not '{' [pasted-character]"),
        Refusal("a: “b”", "1:4: error: '“' is not '\"' [pasted-character]"),
        Refusal("a: “${b}”", "1:4: error: '“' is not '\"' [pasted-character]"),
        Refusal("– a: b", "1:1: error: '–' is not '-' [pasted-character]"),
        Refusal("a: \u{200B}", "1:4: error: the invisible character U+200B stands here [pasted-character]"),
        Refusal("a: \"“b”\" # ：\nc: d: e", "2:5: error: a ':' where no key can stand [yaml-syntax]"),
        Refusal("a\u{0}: b", "1:2: error: a control character [control-character]"),
        Refusal("\u{0}a\u{0}:", "1:1: error: the file is UTF-16 [invalid-utf8]"),
        Refusal("a\nb\nc: d", "3:2: error: a ':' where no key can stand [yaml-syntax]"),
        Refusal("a: b\nc\nd: e", "3:1: error: a key without ':' [yaml-syntax]"),
        Refusal("a: {b: c}d: e", "1:10: error: expected a key here [yaml-syntax]"),
        Refusal("a: &x &y b", "1:7: error: expected a key here [yaml-syntax]"),
    ]

    @Test(arguments: refusals) func `a refusal says where and what to do`(refusal: Refusal) {
        #expect(reading(refusal.text).findings == ["a.yaml:" + refusal.finding])
    }
}
