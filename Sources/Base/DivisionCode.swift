/// An administrative division 行政区划 by its six digits (GB/T 2260).
public struct DivisionCode: Hashable, Sendable, RawRepresentable {
    public let rawValue: String

    public init?(rawValue: String) {
        guard rawValue.utf8.count == 6, rawValue.utf8.allSatisfy({ (48...57).contains($0) }) else {
            return nil
        }
        self.rawValue = rawValue
    }

    private init(known: String) { rawValue = known }

    /// The city whose house this is 厦门市.
    public static let city = DivisionCode(known: "350200")

    /// Whether it is another city as a whole, such as `350500`: neither this one, nor a province, nor a district.
    public var isOtherCity: Bool {
        rawValue.hasSuffix("00") && !rawValue.hasSuffix("0000") && self != .city
    }
}
