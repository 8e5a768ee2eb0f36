import Vault

/// A text and the signatures under it: C2SP signed-note.
struct SignedNote: Hashable, Sendable {
    struct Signature: Hashable, Sendable {
        let name: String
        let keyID: [UInt8]
        let bytes: [UInt8]
    }

    /// A checkpoint with sixteen signatures is far below it.
    static let bytesMax = 100_000
    static let signaturesMax = 100

    /// Ends with a newline.
    let text: String
    let signatures: [Signature]

    init(text: String, signingKey: SigningKey, name: String) throws {
        precondition(text.hasSuffix("\n"), "a note's text ends with a newline")
        let key = VerifierKey(name: name, key: signingKey.publicKey)
        self.text = text
        signatures = [Signature(name: name, keyID: key.id, bytes: try signingKey.sign(Array(text.utf8)))]
    }

    /// - Returns: Nil unless the text has the form of a signed note, byte for byte.
    init?(_ note: String) {
        guard note.utf8.count <= Self.bytesMax, note.hasSuffix("\n"),
            note.unicodeScalars.allSatisfy({ $0.value >= 0x20 || $0 == "\n" }),
            let blank = note.ranges(of: "\n\n").last
        else { return nil }
        let text = note[..<blank.lowerBound] + "\n"
        let lines = note[blank.upperBound...].split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 2, lines.count <= Self.signaturesMax + 1 else { return nil }
        var signatures: [Signature] = []
        for line in lines.dropLast() {
            let parts = line.split(separator: " ", omittingEmptySubsequences: false)
            guard parts.count == 3, parts[0] == "\u{2014}", VerifierKey.isName(parts[1]),
                let bytes = StrictBase64.decode(parts[2]), bytes.count > 4
            else { return nil }
            signatures.append(
                Signature(
                    name: String(parts[1]), keyID: Array(bytes.prefix(4)), bytes: Array(bytes.dropFirst(4))))
        }
        self.text = String(text)
        self.signatures = signatures
    }

    var wire: String {
        signatures.reduce(into: text + "\n") { note, signature in
            note += "\u{2014} \(signature.name) \(StrictBase64.encode(signature.keyID + signature.bytes))\n"
        }
    }

    /// Whether one of the keys has signed, and no signature said to be from one of them is wrong.
    func isSigned(by keys: [VerifierKey]) -> Bool {
        let message = Array(text.utf8)
        var good = 0
        for signature in signatures {
            for key in keys where key.name == signature.name && key.id == signature.keyID {
                guard key.key.verifies(signature.bytes, of: message) else { return false }
                good += 1
            }
        }
        return good > 0
    }
}
