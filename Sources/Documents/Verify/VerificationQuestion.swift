/// What somebody has of a paper.
public enum VerificationQuestion: Hashable, Sendable {
    /// A verification code as typed.
    case code(String)
    /// The text of the QR code as scanned.
    case scanned(String)
    /// The PDF file.
    case file([UInt8])

    /// What a text is: a scanned QR code when it carries its mark, else a code.
    static func text(_ text: String) -> VerificationQuestion {
        text.contains(CodePayload.mark) ? .scanned(text) : .code(text)
    }
}
