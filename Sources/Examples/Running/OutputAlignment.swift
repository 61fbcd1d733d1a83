/// Which output belongs to which expectation, so that one too many or too few does not shift all behind it.
enum OutputAlignment {
    enum Pair: Equatable {
        case both(expected: Int, actual: Int)
        case missing(Int)
        case extra(Int)
    }

    /// - Parameters:
    ///   - isEqual: whether an expectation holds for an output.
    ///   - isAlike: whether they are for the same receiver, so that one may stand for the other.
    static func pairs(
        _ expected: Int, _ actual: Int, isEqual: (Int, Int) -> Bool, isAlike: (Int, Int) -> Bool
    ) -> [Pair] {
        // the most pairs: first those that are equal, then those that are alike
        var best = Array(repeating: Array(repeating: 0, count: actual + 1), count: expected + 1)
        func worth(_ left: Int, _ right: Int) -> Int {
            isEqual(left, right) ? expected + actual + 1 : isAlike(left, right) ? 1 : 0
        }
        for left in (0..<expected).reversed() {
            for right in (0..<actual).reversed() {
                let worth = worth(left, right)
                best[left][right] = max(
                    best[left + 1][right], best[left][right + 1], worth > 0 ? best[left + 1][right + 1] + worth : 0)
            }
        }
        var pairs: [Pair] = []
        var (left, right) = (0, 0)
        while left < expected || right < actual {
            if left < expected, right < actual {
                let worth = worth(left, right)
                if worth > 0, best[left][right] == best[left + 1][right + 1] + worth {
                    pairs.append(.both(expected: left, actual: right))
                    left += 1
                    right += 1
                    continue
                }
            }
            if left < expected, right == actual || best[left][right] == best[left + 1][right] {
                pairs.append(.missing(left))
                left += 1
            } else {
                pairs.append(.extra(right))
                right += 1
            }
        }
        return pairs
    }
}
