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
        var actor: [String: CanonicalJSON] = ["kind": .text(act.actor.kind)]
        actor["name"] = act.actor.name(in: id).map(CanonicalJSON.text)
        var members: [String: CanonicalJSON] = [
            "v": .int(Self.version), "id": .text(id.rawValue), "at_ms": .int(at.milliseconds),
            "actor": .object(actor), "action": .text(act.action),
        ]
        members["role"] = (act.role ?? act.actor.role).map(CanonicalJSON.text)
        members["purpose"] = act.purpose.map(CanonicalJSON.text)
        members["case"] = act.caseNumber.map(CanonicalJSON.text)
        members["subject"] = act.subject.map { .text(LeafPseudonym.of($0, in: id).hex) }
        members["fields"] = act.fields.isEmpty ? nil : .list(act.fields.map(CanonicalJSON.text))
        members["decision"] = act.decision.map(CanonicalJSON.text)
        members["terminal"] = act.terminal.map(CanonicalJSON.text)
        members["request"] = act.requestID.map(CanonicalJSON.text)
        members["payload_hash"] = act.payloadHash.map { .text($0.hex) }
        let bytes = CanonicalJSON.object(members).bytes
        guard bytes.count <= Self.bytesMax else { throw .leafTooLong(bytes: bytes.count) }
        self.id = id
        self.at = at
        self.bytes = bytes
        commitment = act.subject
    }

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
        var run: [UInt8] = []
        for byte in text.utf8 {
            if isLetterOrDigit(byte) {
                run.append(byte)
            } else {
                if isPersonalNumber(run) { return true }
                run.removeAll(keepingCapacity: true)
            }
        }
        return isPersonalNumber(run)
    }

    private static func isPersonalNumber(_ run: [UInt8]) -> Bool {
        switch run.count {
        case 18: (try? CitizenNumber(String(decoding: run, as: UTF8.self))) != nil
        case 11: Phone(String(decoding: run, as: UTF8.self)) != nil
        default: false
        }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
