/// What a file may cost to read.
///
/// A file an operator wrote by hand stays far below; a hostile one ends here.
struct YAMLLimits {
    /// Bytes in a file.
    var size = 4 << 20
    /// Mappings and lists inside one another, those behind aliases counted.
    var depth = 128
    /// Values, those behind an alias counted at each use.
    var nodes = 200_000
}
