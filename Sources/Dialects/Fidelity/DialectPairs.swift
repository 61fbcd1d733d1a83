package import Diagnostics
internal import Upgrades

/// What is wrong with dialects only beside each other.
package enum DialectPairs {
    package static func check(_ dialects: [Dialect], into findings: inout Findings) {
    }
}
