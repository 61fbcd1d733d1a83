/// One step of libyaml through a file, copied out of its memory.
///
/// Places are code points from the start of the text.
struct YAMLEvent {
    enum Kind {
        case streamStart, streamEnd, documentStart, documentEnd
        case alias(String)
        case scalar(String, YAMLScalar.Style)
        case sequenceStart, sequenceEnd, mappingStart, mappingEnd
    }

    let kind: Kind
    var anchor: String?
    /// In full; a tag of the core schema begins with `tag:yaml.org,2002:`.
    var tag: String?
    var start = 0
    var end = 0
}

/// Why libyaml stopped, in its own words.
///
/// Places are code points from the start of the text.
struct YAMLProblem: Error {
    enum Place {
        case scalar(Int)
        /// The reader counts bytes, not code points (`reader.c`, `yaml_parser_set_reader_error`).
        case byte(Int)
    }

    let text: String
    let place: Place
    /// What libyaml was reading, and where that began: `while parsing a flow mapping`.
    var context: (text: String, start: Int)?
}
