package import FuzzTargets

extension FuzzTarget {
    /// Every target: those of the pure modules, and those that need what stands behind them.
    package static let all = pure + [gatewayFile, exceptionFile, examplesFile, journalRow, controlLine]
}
