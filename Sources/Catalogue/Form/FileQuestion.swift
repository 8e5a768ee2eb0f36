/// An answer of files that are sent from a phone: evidence, a certificate, a photograph of oneself.
///
/// The answer is kept as the files' ids with spaces between; the files themselves lie elsewhere.
public struct FileQuestion: Hashable, Sendable {
    /// **Unit:** files of one question.
    public static let countMax = 10

    /// Whether only a picture answers.
    public let isPicture: Bool
    /// **Range:** 1 to ``countMax``.
    public let count: ClosedRange<Int>

    /// One photograph.
    public static let photograph = FileQuestion(isPicture: true, count: 1...1)

    public init(isPicture: Bool, count: ClosedRange<Int>) {
        self.isPicture = isPicture
        self.count = count
    }

    /// The ids in an answer.
    public static func ids(_ answer: String) -> [String] {
        answer.split(separator: Question.partsSeparator).map(String.init)
    }

    /// The answer that files make.
    public static func answer(_ ids: [String]) -> String {
        ids.joined(separator: String(Question.partsSeparator))
    }

    /// - Throws: ``AnswerRefused/filesTooFew(question:min:)``, ``AnswerRefused/filesTooMany(question:max:)``.
    func check(_ answer: String, of question: String) throws(AnswerRefused) -> String {
        let ids = Self.ids(answer)
        guard ids.count >= count.lowerBound else {
            throw .filesTooFew(question: question, min: count.lowerBound)
        }
        guard ids.count <= count.upperBound else {
            throw .filesTooMany(question: question, max: count.upperBound)
        }
        return Self.answer(ids)
    }
}
