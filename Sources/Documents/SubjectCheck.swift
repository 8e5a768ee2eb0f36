import Base

/// Invariant I1, checked on the page itself: the paper shows the subject's number and name and no other person's number.
///
/// It reads what the renderer drew and knows nothing of the order, so a mix-up before drawing shows here.
public enum SubjectCheck {
    /// - Throws: ``DocumentRefused/otherSubject``.
    public static func require(
        _ holder: Holder, fetchedBy agent: PaperAgent? = nil, on drawn: [DrawnText]
    ) throws(DocumentRefused) {
        let numbers = Set(drawn.flatMap { citizenNumbers(in: $0.text) })
        guard numbers == [holder.number.text], drawn.contains(where: { $0.text.contains(holder.name.text) })
        else { throw .otherSubject }
        // Whoever acts for another is named, and nobody else is; or the paper does not exist.
        let agents = drawn.map(\.text).filter { $0.contains(PaperAgent.mark) }
        guard agents.isEmpty == (agent == nil), agents.allSatisfy({ $0 == agent?.line }) else {
            throw .otherSubject
        }
    }

    /// Every run of exactly 18 characters of digits and X that is a citizen number by its check digit.
    static func citizenNumbers(in text: String) -> [String] {
        CitizenNumber.all(in: text).map(\.text)
    }
}
