import TestMaterial
import Testing
import Upgrades

@testable import Dialects

/// Random messages that one form of a dialect can say, made from its holes.
struct RandomMessage {
    private var generator: SeededGenerator
    private var json: RandomJSON

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
        json = RandomJSON(seed: seed)
    }

    /// A message that fills all required holes of the form, and some of the others.
    mutating func message(for variant: Variant) -> CanonicalMessage {
        var message = CanonicalMessage(variant.kind)
        for claim in variant.claims {
            if let word = claim.read { message.fill(claim.field, .word(word)) }
        }
        for hole in variant.holes
        where hole.field != .failure && hole.field != .opaque && !hole.field.isIdentity
            && message.value(of: hole.field) == nil
        {
            if hole.mayBeAbsent, Bool.random(using: &generator) { continue }
            if let value = value(of: hole) { message.fill(hole.field, value) }
        }
        // only a failure has a code
        if message.phase == .failed, let hole = variant.holes.first(where: { $0.field == .failure }) {
            message.failure = failure(of: hole)
        }
        switch variant.kind {
        case .query: message.asking = variant.name
        case .queryReply: message.asking = variant.answers
        default: break
        }
        message.literals = variant.payload.optionalLiterals(variant.holes)
            .filter { _ in Bool.random(using: &generator) }
        let optional = variant.payload.optionalLiterals(variant.holes)
        for hole in variant.holes where hole.field == .opaque {
            let isThere =
                optional.contains(hole.pointer)
                ? message.literals.contains(hole.pointer) : Bool.random(using: &generator)
            if isThere { message.kept.append(KeptMember(pointer: hole.pointer, value: value())) }
        }
        for object in variant.payload.filledObjects where Int.random(in: 0..<4, using: &generator) == 0 {
            for name in ["x", "é/~", "\"q\\"].prefix(Int.random(in: 1...3, using: &generator)) {
                message.extras.append(Extra(object: object, name: Text(name), value: value()))
            }
        }
        return message
    }

    private mutating func value(of hole: Hole) -> FieldValue? {
        if case .table(let table) = hole.conversion {
            guard let word = table.twoWayWords.randomElement(using: &generator) else { return nil }
            return hole.field.words == nil ? .text(Text(word)) : Word(word, of: hole.field).map { .word($0) }
        }
        switch hole.field.valueType {
        case .text: return .text(hole.field.isDigest ? digest() : text())
        // 100 percent of `downloading` is `downloaded` in every dialect (rule B1)
        case .percent: return .integer(.random(in: 0...99, using: &generator))
        case .integer:
            return .integer(
                .random(in: 0...(Int64.max >> Int64.random(in: 0...62, using: &generator)), using: &generator))
        case .token: return .json(token())
        case .json: return .json(value())
        case .word: return nil
        }
    }

    private mutating func failure(of hole: Hole) -> Failure {
        guard case .table(let table) = hole.conversion else { return Failure(.upgrade) }
        if Bool.random(using: &generator),
            let row = table.reads.first(where: { $0.pattern == .anyNegative || $0.pattern == .any })
        {
            // a code that no row names is kept as it came
            let token = ["-77", "\"-77\"", "\"-7\\u0037\"", "-7.70e1"].randomElement(using: &generator) ?? "-77"
            let text: Text = token == "-7.70e1" ? "-7.70e1" : "-77"
            let code = NativeCode(key: hole.key, value: text, token: RawJSON(token), isListed: false)
            return Failure(FailureClass(rawValue: row.word) ?? .upgrade, code: code)
        }
        let word = table.twoWayWords.filter { $0 != Field.noFailure }.randomElement(using: &generator)
        return Failure(word.flatMap { FailureClass(rawValue: $0) } ?? .upgrade)
    }

    private mutating func text() -> Text {
        let pieces = [
            "a", "1", ".", "-", "/", "&", "é", "e\u{301}", "中", "😀", "\"", "\\", "\n", "\u{1}", " ", "${", "<", "%3D",
            "{\"a\":1}",
        ]
        return Text(
            (0..<Int.random(in: 1...8, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "a" }
                .joined())
    }

    private mutating func digest() -> Text {
        Text(String((0..<32).map { _ in "0123456789abcdef*".randomElement(using: &generator) ?? "0" }))
    }

    private mutating func token() -> RawJSON {
        RawJSON(
            ["1", "0", "\"1\"", "\"007\"", "1.0", "-5", "\"\\u0041b\"", "\"é\"", "1e3"].randomElement(using: &generator)
                ?? "1")
    }

    /// Any JSON value but null, compact.
    private mutating func value() -> RawJSON {
        while true {
            guard let document = try? JSONReader.read(json.text()), document[document.root].kind != .null else {
                continue
            }
            return JSONWriter.compact(document.root, of: document)
        }
    }
}

extension Table {
    /// Words that read back as themselves.
    var twoWayWords: [String] {
        prints.keys.sorted().filter { word in print(word).flatMap { read($0.text)?.row.word } == word }
    }
}

extension Template {
    /// The optional members of which only their presence is noted.
    func optionalLiterals(_ holes: [Hole]) -> [String] {
        if case .array(let elements) = self { return elements.flatMap { $0.optionalLiterals(holes) } }
        guard case .object(let members, _) = self else { return [] }
        return members.flatMap { member -> [String] in
            guard member.isOptional else { return member.value.optionalLiterals(holes) }
            switch member.value {
            case .literal: return [member.pointer]
            case .hole(let place):
                return holes[place].field == .opaque || holes[place].field.isIdentity ? [member.pointer] : []
            case .object, .array: return member.value.optionalLiterals(holes)
            }
        }
    }

    /// The objects that may take extras: an object written as `{}` equals only the empty one.
    var filledObjects: [String] {
        switch self {
        case .object(let members, let pointer):
            members.isEmpty ? [] : [pointer] + members.flatMap(\.value.filledObjects)
        case .array(let elements): elements.flatMap(\.filledObjects)
        case .literal, .hole: []
        }
    }
}
