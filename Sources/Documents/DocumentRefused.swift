/// Why a paper is not made, kept, opened or printed.
public enum DocumentRefused: Error, Hashable, Sendable {
    /// The layout asks for a field that the content does not have.
    case missingField(String)
    /// A value holds control, direction or invisible characters.
    case unsafeText(field: String)
    /// A value is not what its format says, such as a date.
    case unreadableValue(field: String)
    /// No installed font has a character of the text; a box on an official paper would be worse than none.
    case missingGlyph(field: String)
    /// The paper would be longer than ``DocumentLayout/pagesMax``.
    case tooLong
    /// Invariant I1: the page carries another person's number, or lacks the subject's own.
    case otherSubject
    /// More papers wait to be made than can be in time.
    case busy
    case unknownDocument
    /// The paper was revoked, or a later edition took its place.
    case notValid
    case alreadyRevoked
}
