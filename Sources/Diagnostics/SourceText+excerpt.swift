extension SourceText {
    /// The numbered source line with carets under a place and a remark behind them, as findings show it; nil if there is
    /// no such line.
    package func excerpt(at location: SourceLocation, length: Int, remark: String?) -> String? {
        SourceExcerpt(self, at: location, length: length)?
            .text(gutter: String(location.line).count, remark: remark)
    }
}
