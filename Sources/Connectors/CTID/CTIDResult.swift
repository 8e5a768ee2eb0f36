import Identity

/// The four characters of `authResult`, one for each factor.
///
/// The first is known: `0` when the identity data match, `5` when they do not. What the others mean is published
/// nowhere that we found; the second is read as the face, and only `0` in every requested place counts as a match.
struct CTIDResult: Hashable, Sendable {
    private let characters: [Character]

    /// - Returns: Nil unless the text is four digits or capital letters.
    init?(_ text: String) {
        characters = Array(text)
        guard text.utf8.count == 4,
            text.utf8.allSatisfy({ (48...57).contains($0) || (65...90).contains($0) })
        else { return nil }
    }

    func verdict(mode: CTIDMode, serial: String) -> IdentityVerdict {
        guard characters[0] == "0" else { return .identityMismatch(serial: serial) }
        if mode == .nameNumberAndFace, characters[1] != "0" { return .faceMismatch(serial: serial) }
        return .match(serial: serial)
    }
}
