import Base

/// An act as it stands in the tree: canonical JSON, public for ever.
struct AuditLeaf: Hashable, Sendable {
    /// An entry bundle gives a leaf's length in 16 bits.
    static let bytesMax = 65_535
    private static let version: Int64 = 2

    let id: Token
    let at: Instant
    let bytes: [UInt8]
    /// Whose commitment it is about, which stays with the house; nil when it is about nobody.
    let commitment: [UInt8]?

    init(_ act: AuditAct, id: Token, at: Instant) throws(AuditError) {
        try Self.check(act)
        let actor: [(name: String, value: CanonicalJSON?)] = [
            ("kind", .text(act.actor.kind)), ("name", Self.text(act.actor.name(in: id))),
        ]
        let members: [(name: String, value: CanonicalJSON?)] = [
            ("action", .text(act.action)),
            ("actor", .object(actor)),
            ("at_ms", .int(at.milliseconds)),
            ("case", Self.text(act.caseNumber)),
            ("decision", Self.text(act.decision)),
            ("fields", act.fields.isEmpty ? nil : .list(act.fields.map(CanonicalJSON.text))),
            ("id", .text(id.rawValue)),
            ("payload_hash", Self.text(act.payloadHash?.hex)),
            ("purpose", Self.text(act.purpose)),
            ("request", Self.text(act.requestID)),
            ("role", Self.text(act.role ?? act.actor.role)),
            ("subject", Self.text(act.subject.map { LeafPseudonym.of($0, in: id).hex })),
            ("terminal", Self.text(act.terminal)),
            ("v", .int(Self.version)),
        ]
        let bytes = CanonicalJSON.object(members).bytes
        guard bytes.count <= Self.bytesMax else { throw .leafTooLong(bytes: bytes.count) }
        self.id = id
        self.at = at
        self.bytes = bytes
        commitment = act.subject
    }

    private static func text(_ text: String?) -> CanonicalJSON? { text.map(CanonicalJSON.text) }

    /// The identifier that a leaf carries; nil when the bytes are no leaf of ours.
    static func id(in bytes: [UInt8]) -> Token? {
        // Inside a string the quotes of this mark would be escaped, so it is found only where the member begins.
        guard let start = firstEnd(of: mark, in: bytes), start + Token.length < bytes.count,
            bytes[start + Token.length] == UInt8(ascii: "\"")
        else { return nil }
        return Token(rawValue: String(decoding: bytes[start..<start + Token.length], as: UTF8.self))
    }

    /// Whether a leaf is about the person of a commitment; nil asks whether it is about nobody.
    static func isAbout(_ commitment: [UInt8]?, _ bytes: [UInt8]) -> Bool {
        guard let subject = subject(in: bytes), let commitment else {
            return commitment == nil && subject(in: bytes) == nil
        }
        if isOfFirstVersion(bytes) { return subject == commitment }
        return id(in: bytes).map { LeafPseudonym.of(commitment, in: $0) == subject } ?? false
    }

    /// The commitment that a leaf of the first version holds in clear; nil for every later one.
    static func commitment(inFirstVersion bytes: [UInt8]) -> [UInt8]? {
        isOfFirstVersion(bytes) ? subject(in: bytes) : nil
    }

    /// The version is the last member of all.
    private static func isOfFirstVersion(_ bytes: [UInt8]) -> Bool {
        bytes.suffix(firstVersionMark.count).elementsEqual(firstVersionMark)
    }

    private static let firstVersionMark = Array(",\"v\":1}".utf8)

    /// How the person whom a leaf is about is named in it; nil when it is about nobody.
    static func subject(in bytes: [UInt8]) -> [UInt8]? {
        guard let start = firstEnd(of: subjectMark, in: bytes), start + 64 < bytes.count,
            bytes[start + 64] == UInt8(ascii: "\"")
        else { return nil }
        return [UInt8](hex: String(decoding: bytes[start..<start + 64], as: UTF8.self))
    }

    private static let mark = Array(",\"id\":\"".utf8)
    private static let subjectMark = Array(",\"subject\":\"".utf8)

    /// Where the first occurrence ends.
    ///
    /// A log of millions is searched leaf by leaf, and the library's general search prepares itself anew for each.
    private static func firstEnd(of mark: [UInt8], in bytes: [UInt8]) -> Int? {
        guard bytes.count >= mark.count else { return nil }
        return (0...bytes.count - mark.count).first { start in
            bytes[start] == mark[0] && bytes[start..<start + mark.count].elementsEqual(mark)
        }.map { $0 + mark.count }
    }

    private static func check(_ act: AuditAct) throws(AuditError) {
        for (member, hash) in [("subject", act.subject), ("payload_hash", act.payloadHash)] {
            guard hash.map({ $0.count == 32 }) ?? true else { throw .hashLength(member: member) }
        }
        let texts: [(String, String?)] =
            [
                ("action", act.action), ("actor", act.actor.name), ("role", act.role),
                ("purpose", act.purpose), ("decision", act.decision), ("terminal", act.terminal),
                ("request", act.requestID),
            ] + act.fields.map { ("fields", $0) }
        for case (let member, let text?) in texts where holdsPersonalNumber(text) {
            throw .personalData(member: member)
        }
    }

    /// Whether a whole run of letters and digits is a citizen's number or a mobile number.
    private static func holdsPersonalNumber(_ text: String) -> Bool {
        let bytes = text.utf8
        var rest = bytes[...]
        while let start = rest.firstIndex(where: isLetterOrDigit) {
            let end = rest[start...].firstIndex { !isLetterOrDigit($0) } ?? bytes.endIndex
            if isPersonalNumber(text[start..<end]) { return true }
            rest = rest[end...]
        }
        return false
    }

    private static func isPersonalNumber(_ run: Substring) -> Bool {
        switch run.utf8.count {
        case 18: (try? CitizenNumber(String(run))) != nil
        case 11: Phone(String(run)) != nil
        default: false
        }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
