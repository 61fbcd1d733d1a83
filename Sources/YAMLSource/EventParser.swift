import CYAML

/// Owns libyaml's parser over one text and copies its events out; no C type leaves this file.
///
/// The parser keeps pointers into itself and into its input (`yaml_parser_set_input_string`), so both live on the heap
/// at fixed addresses until `deinit`.
@safe
struct EventParser: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let input: UnsafeMutableBufferPointer<UInt8>

    /// - Parameter text: UTF-8 without a byte-order mark, which libyaml would count as a column.
    init(_ text: ArraySlice<UInt8>) {
        unsafe input = .allocate(capacity: max(text.count, 1))
        _ = unsafe input.initialize(from: text)
        unsafe parser = .allocate(capacity: 1)
        unsafe parser.initialize(to: yaml_parser_t())
        guard unsafe yaml_parser_initialize(parser) == 1 else { preconditionFailure("libyaml has no memory to start") }
        unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        unsafe yaml_parser_set_input_string(parser, input.baseAddress, text.count)
    }

    deinit {
        unsafe yaml_parser_delete(parser)
        unsafe parser.deallocate()
        unsafe input.deallocate()
    }

    mutating func next() throws(YAMLProblem) -> YAMLEvent {
        var event = unsafe yaml_event_t()
        guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw problem }
        defer { unsafe yaml_event_delete(&event) }
        return unsafe YAMLEvent(copying: event)
    }

    private var problem: YAMLProblem {
        let state = unsafe parser.pointee
        let text = unsafe state.problem.map { unsafe String(cString: $0) } ?? "cannot be read"
        if unsafe state.error == YAML_READER_ERROR {
            return YAMLProblem(text: text, place: .byte(unsafe Int(state.problem_offset)))
        }
        let context = unsafe state.context.map {
            unsafe (text: String(cString: $0), start: Int(state.context_mark.index))
        }
        return YAMLProblem(text: text, place: .scalar(unsafe Int(state.problem_mark.index)), context: context)
    }
}

extension YAMLEvent {
    fileprivate init(copying event: yaml_event_t) {
        let data = unsafe event.data
        switch unsafe event.type {
        case YAML_STREAM_START_EVENT: self.init(kind: .streamStart)
        case YAML_DOCUMENT_START_EVENT: self.init(kind: .documentStart)
        case YAML_DOCUMENT_END_EVENT: self.init(kind: .documentEnd)
        case YAML_ALIAS_EVENT: self.init(kind: .alias(unsafe copied(data.alias.anchor) ?? ""))
        case YAML_SCALAR_EVENT:
            let scalar = unsafe data.scalar
            let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: Int(scalar.length))
            let style = unsafe YAMLScalar.Style(scalar.style)
            self.init(kind: .scalar(unsafe String(decoding: bytes, as: UTF8.self), style))
            anchor = unsafe copied(scalar.anchor)
            tag = unsafe copied(scalar.tag)
        case YAML_SEQUENCE_START_EVENT:
            self.init(kind: .sequenceStart)
            anchor = unsafe copied(data.sequence_start.anchor)
            tag = unsafe copied(data.sequence_start.tag)
        case YAML_SEQUENCE_END_EVENT: self.init(kind: .sequenceEnd)
        case YAML_MAPPING_START_EVENT:
            self.init(kind: .mappingStart)
            anchor = unsafe copied(data.mapping_start.anchor)
            tag = unsafe copied(data.mapping_start.tag)
        case YAML_MAPPING_END_EVENT: self.init(kind: .mappingEnd)
        default: self.init(kind: .streamEnd)
        }
        start = unsafe Int(event.start_mark.index)
        end = unsafe Int(event.end_mark.index)
    }
}

extension YAMLScalar.Style {
    fileprivate init(_ style: yaml_scalar_style_t) {
        switch style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: self = .singleQuoted
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: self = .doubleQuoted
        case YAML_LITERAL_SCALAR_STYLE: self = .literal
        case YAML_FOLDED_SCALAR_STYLE: self = .folded
        default: self = .plain
        }
    }
}

private func copied(_ text: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    unsafe text.map { unsafe String(cString: $0) }
}
