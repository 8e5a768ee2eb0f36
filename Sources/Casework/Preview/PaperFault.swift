public import Base
import Documents

/// What keeps a draft's paper from being drawn, at a line of its layout.
public struct PaperFault: Hashable, Sendable, CustomStringConvertible {
    public let file: String
    /// 1 and up; 0 when the file as a whole is meant.
    public let line: Int
    public let what: DefectText
    public let remedy: DefectText

    /// `file:line: what. remedy.`, as compilers write.
    public var description: String { "\(file):\(line): \(what). \(remedy)." }
}

extension PaperFault {
    init(_ problem: LayoutProblem) {
        self.init(file: problem.file, line: problem.line, what: problem.what, remedy: problem.remedy)
    }

    /// - Returns: Nil for what is no fault of the layout.
    init?(_ refused: DocumentRefused, in file: String) {
        let (what, remedy): (DefectText, DefectText)
        switch refused {
        case .otherSubject:
            what = "The paper does not show its holder's name and number"
            remedy = "Give {name} and {number} a place on it"
        case .missingField(let field):
            what = "The paper has a place for \(field), which the service does not have"
            remedy = "Name a field under registers, or answer.<question>"
        case .unreadableValue(let field):
            what = "\(field) does not fit the format that the paper gives it"
            remedy = "Choose the format that the field is written in, or none"
        case .unsafeText(let field), .missingGlyph(let field):
            what = "\(field) holds a character that cannot be printed"
            remedy = "Type it anew, or write another character"
        case .tooLong:
            what = "The paper is longer than \(DocumentLayout.pagesMax) pages"
            remedy = "Shorten it"
        case .busy, .unknownDocument, .notValid, .alreadyRevoked: return nil
        }
        self.init(file: file, line: 1, what: what, remedy: remedy)
    }
}
