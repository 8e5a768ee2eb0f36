/// What is wrong in another portal's catalogue, for the person who sends it back; nothing of it was taken.
public struct CatalogueFileProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// One thing that is wrong.
    public struct Defect: Hashable, Sendable {
        /// 1 and up; where a record has several lines, its first.
        public let line: Int
        public let message: String
    }

    /// At most ``defectsMax``, in the order of the file, never empty.
    public let defects: [Defect]

    static let defectsMax = 50

    init(_ defects: [Defect]) {
        self.defects = Array(defects.prefix(Self.defectsMax))
    }

    init(line: Int, _ message: String) {
        defects = [Defect(line: line, message: message)]
    }

    public var description: String {
        defects.map { "line \($0.line): \($0.message)" }.joined(separator: "\n")
    }
}
