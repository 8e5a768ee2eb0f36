/// What somebody has of a paper.
public enum VerificationQuestion: Hashable, Sendable {
    /// A verification code as typed.
    case code(String)
    /// The text of the QR code as scanned.
    case scanned(String)
    /// The PDF file.
    case file([UInt8])

    /// A text without what scanners and screens put around and into it: blanks, line ends, what cannot be seen.
    static func plain(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.filter {
                    let kind = $0.properties.generalCategory
                    return !$0.properties.isWhitespace && kind != .control && kind != .format
                }))
    }

    /// What a plain text is: a scanned QR code when it carries its mark, else a code.
    static func text(_ text: String) -> VerificationQuestion {
        text.contains(CodePayload.mark) ? .scanned(text) : .code(text)
    }
}
