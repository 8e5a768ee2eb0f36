import Base

extension String {
    /// Whether the text may stand on a paper: line feeds, but no other control and no direction characters.
    var isPlainPaperText: Bool { split(separator: "\n").allSatisfy { String($0).isPlainText } }
}
