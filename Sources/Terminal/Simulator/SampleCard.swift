import Base

/// A card to lay on the simulated reader.
public struct SampleCard: Codable, Hashable, Sendable {
    public enum Kind: String, Codable, Sendable, CaseIterable {
        case resident
        case foreignResident
    }

    public var name: String
    public var number: String
    /// `yyyymmdd`.
    public var validFrom: String
    /// `yyyymmdd` or `长期`.
    public var validTo: String
    public var issuer: String
    public var kind: Kind

    public init(
        name: String, number: String, validFrom: String = "20180101", validTo: String = "20380101",
        issuer: String = "厦门市公安局", kind: Kind = .resident
    ) {
        self.name = name
        self.number = number
        self.validFrom = validFrom
        self.validTo = validTo
        self.issuer = issuer
        self.kind = kind
    }

    /// The 256 bytes that the chip of such a card holds.
    var textBlock: [UInt8] {
        switch kind {
        case .resident:
            let birth = number.count == 18 ? String(number.dropFirst(6).prefix(8)) : "19900101"
            return Self.field(name, bytes: 30) + Self.field("1", bytes: 2) + Self.field("01", bytes: 4)
                + Self.field(birth, bytes: 16) + Self.field("厦门市思明区", bytes: 70)
                + Self.field(number, bytes: 36) + Self.field(issuer, bytes: 30)
                + Self.field(validFrom, bytes: 16) + Self.field(validTo, bytes: 16)
                + Self.field("", bytes: 36)
        case .foreignResident:
            return Self.field(name, bytes: 120) + Self.field("2", bytes: 2) + Self.field(number, bytes: 30)
                + Self.field("CAN", bytes: 6) + Self.field("", bytes: 30) + Self.field(validFrom, bytes: 16)
                + Self.field(validTo, bytes: 16) + Self.field("19900101", bytes: 16)
                + Self.field("01", bytes: 4)
                + Self.field("1500", bytes: 8) + Self.field("I", bytes: 2) + Self.field("", bytes: 6)
        }
    }

    /// UCS-2, little-endian, padded with spaces.
    private static func field(_ text: String, bytes: Int) -> [UInt8] {
        var units = Array(text.utf16.prefix(bytes / 2))
        units += [UInt16](repeating: 0x20, count: bytes / 2 - units.count)
        return units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    }
}
