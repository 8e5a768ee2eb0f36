public import Base

/// A fault in a `document.yml`, with the line and what to do about it.
public struct LayoutProblem: Error, Hashable, Sendable, CustomStringConvertible {
    public let file: String
    /// Counts from 1; 0 when the file as a whole is meant.
    public let line: Int
    public let what: DefectText
    public let remedy: DefectText

    public var description: String { "\(file):\(line): \(what). \(remedy)." }
}
