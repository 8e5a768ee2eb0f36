public import Base
public import Vault
import Wire

/// What the QR code of a paper says, signed, so that it can be checked without a network.
///
/// Layout, big-endian: version 1 (1 byte) · key id (4: SHA-256 of the raw public key, cut) · verification code (10)
/// · edition (1) · case number and service code (each: length, then six bits a character) · day of issue and last
/// valid day (each 2: days since 1970, 0 for none) · facts digest (16) · holder digest (12) · signature (64).
/// Written as upper-case base 32 after `EGRET1.`. It names nobody: who reads name and number on the paper can
/// compare them with the holder digest.
public struct CodePayload: Hashable, Sendable {
    public static let mark = "EGRET1."
    static let textBytesMax = 300
    static let readBytesMax = 1_024
    static let factsBytes = 16
    static let holderBytes = 12
    private static let signatureBytes = 64

    public enum Refused: Error, Hashable, Sendable {
        case malformed
        case unknownKey
        case signature
    }

    public let code: VerificationCode
    public let edition: Int
    public let caseNumber: String
    public let serviceCode: String
    public let issuedOn: CalendarDate
    public let validUntil: CalendarDate?
    /// The first bytes of the digest of everything the paper says.
    public let factsDigest: [UInt8]
    /// The first bytes of SHA-256 over the code, the holder's name and number.
    public let holderDigest: [UInt8]

    init(order: DocumentOrder) throws {
        code = order.code
        edition = order.edition
        caseNumber = order.caseNumber
        serviceCode = order.serviceCode
        issuedOn = order.issueDate
        validUntil = order.validUntil
        factsDigest = Array(try PaperFacts(order: order).digest.prefix(Self.factsBytes))
        holderDigest = Self.digest(of: order.holder, code: order.code)
    }

    /// Whether the name and number read on a paper are those it was issued to.
    public func names(_ holder: Holder) -> Bool {
        Self.digest(of: holder, code: code) == holderDigest
    }

    /// The payload as the QR code holds it, without an address before it.
    func signed(by key: SigningKey) throws -> String {
        let bytes = try encoded(keyID: Self.keyID(of: key.publicKey))
        return Self.mark + Token.encode(bytes + (try key.sign(Self.signed(bytes)))).uppercased()
    }

    /// Reads what a scanner reads: the payload alone, or at the end of a web address.
    ///
    /// **Errors:** ``Refused`` unless one of the published keys signed it.
    public init(_ text: some StringProtocol, keys: [PublicKey]) throws(Refused) {
        guard text.utf8.count <= Self.readBytesMax, let mark = text.firstRange(of: Self.mark),
            let bytes = CrockfordBase32.decode(text[mark.upperBound...]),
            bytes.count > Self.signatureBytes + 5
        else { throw .malformed }
        let body = Array(bytes.dropLast(Self.signatureBytes))
        let keyID = Array(body[1..<5])
        guard let key = keys.first(where: { Self.keyID(of: $0) == keyID }) else { throw .unknownKey }
        guard key.verifies(Array(bytes.suffix(Self.signatureBytes)), of: Self.signed(body)) else {
            throw .signature
        }
        guard let payload = Self(decoding: body) else { throw .malformed }
        self = payload
    }

    /// The short name of a published key.
    static func keyID(of key: PublicKey) -> [UInt8] { Array(Digest.sha256(key.raw).prefix(4)) }

    private static func signed(_ body: [UInt8]) -> [UInt8] { Array("egret paper code 1\n".utf8) + body }

    private static func digest(of holder: Holder, code: VerificationCode) -> [UInt8] {
        let text = "egret holder 1\n\(code.text)\n\(holder.name.text)\n\(holder.number.text)"
        return Array(Digest.sha256(Array(text.utf8)).prefix(holderBytes))
    }
}

extension CodePayload {
    private func encoded(keyID: [UInt8]) throws -> [UInt8] {
        guard let edition = UInt8(exactly: edition), let caseNumber = SixBitText.encode(caseNumber),
            let serviceCode = SixBitText.encode(serviceCode)
        else { throw RenderFault(status: "the case number does not fit a QR code") }
        var bytes: [UInt8] = [1]
        bytes += keyID
        bytes += code.bytes
        bytes.append(edition)
        bytes += caseNumber
        bytes += serviceCode
        bytes += try Self.day(issuedOn)
        bytes += try validUntil.map(Self.day) ?? [0, 0]
        bytes += factsDigest
        bytes += holderDigest
        return bytes
    }

    private init?(decoding body: [UInt8]) {
        var reader = ByteReader(body)
        guard reader.take(1) == [1], reader.take(4) != nil, let code = reader.take(10),
            let edition = reader.take(1), let caseNumber = reader.sixBitText(),
            let serviceCode = reader.sixBitText(), let issued = reader.take(2), let valid = reader.take(2),
            let facts = reader.take(Self.factsBytes), let holder = reader.take(Self.holderBytes),
            reader.isAtEnd, let verification = VerificationCode(Token.encode(code))
        else { return nil }
        self.code = verification
        self.edition = Int(edition[0])
        self.caseNumber = caseNumber
        self.serviceCode = serviceCode
        issuedOn = CalendarDate(daysSince1970: Int(issued[0]) << 8 | Int(issued[1]))
        validUntil =
            valid == [0, 0] ? nil : CalendarDate(daysSince1970: Int(valid[0]) << 8 | Int(valid[1]))
        factsDigest = facts
        holderDigest = holder
    }

    private static func day(_ date: CalendarDate) throws -> [UInt8] {
        guard let days = UInt16(exactly: date.daysSince1970), days > 0 else {
            throw RenderFault(status: "the date does not fit a QR code")
        }
        return [UInt8(days >> 8), UInt8(days & 255)]
    }
}
