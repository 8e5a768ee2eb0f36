/// An administrative division 行政区划 by its six digits (GB/T 2260).
public struct DivisionCode: Hashable, Sendable, RawRepresentable {
    public let rawValue: String

    public init?(rawValue: String) {
        guard rawValue.utf8.count == 6, rawValue.utf8.allSatisfy({ (48...57).contains($0) }) else {
            return nil
        }
        self.rawValue = rawValue
    }
}
