public import Storage
import Base

/// A request's number: `R`, the day in China on which it was made (8), number of the day (4 or more).
public struct RequestNumber: Hashable, Sendable, RawRepresentable, SQLConvertible, CustomStringConvertible {
    static let lengthMin = 13
    static let lengthMax = 18

    public let rawValue: String

    public init?(rawValue: String) {
        let bytes = Array(rawValue.utf8)
        guard (Self.lengthMin...Self.lengthMax).contains(bytes.count), bytes[0] == UInt8(ascii: "R"),
            bytes.dropFirst().allSatisfy({ (48...57).contains($0) })
        else { return nil }
        self.rawValue = rawValue
    }

    init(day: String, sequence: Int64) {
        rawValue = "R" + day + String(sequence).leftPadded(to: 4)
    }

    public var description: String { rawValue }
}
