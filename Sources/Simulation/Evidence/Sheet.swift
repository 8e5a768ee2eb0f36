import Wire

/// One paper of a case: its result, or one of its letters.
struct Sheet: Hashable, CustomStringConvertible {
    let number: String
    let paper: CasePaper

    var description: String { paper.isLetter ? "the \(paper) of \(number)" : number }

    /// Whether a link leads to a letter.
    static func isLetter(_ link: String) -> Bool {
        link.split(separator: "/").last.flatMap { CasePaper(place: String($0)) }?.isLetter == true
    }
}
