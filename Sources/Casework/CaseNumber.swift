public import Catalogue
public import Storage
import Base

/// A case number 办件编号: implementation code (31), day of opening in China (8), number of the day (4 or more).
///
/// Source: the sample in `docs/conventions.md`. A day with more than 9,999 cases of one item takes a fifth digit.
public struct CaseNumber: Hashable, Sendable, RawRepresentable, SQLConvertible, CustomStringConvertible {
    static let lengthMin = 43
    static let lengthMax = 50

    public let rawValue: String

    public init?(rawValue: String) {
        let bytes = Array(rawValue.utf8)
        guard (Self.lengthMin...Self.lengthMax).contains(bytes.count),
            bytes.prefix(31).allSatisfy({ (48...57).contains($0) || (65...90).contains($0) }),
            bytes.dropFirst(31).allSatisfy({ (48...57).contains($0) })
        else { return nil }
        self.rawValue = rawValue
    }

    init(prefix: String, sequence: Int64) {
        rawValue = prefix + String(sequence).leftPadded(to: 4)
    }

    static func prefix(implementationCode: String, day: CalendarDate) -> String {
        implementationCode + day.compact
    }

    public var description: String { rawValue }

    /// The last twelve digits: day and number of the day, which is what a person reads out.
    ///
    /// Services count them each for itself: where a person may have several cases, the service stands beside them.
    public var spoken: String { String(rawValue.dropFirst(31)) }

    /// The service that has counted it; nil where there is no such service any more.
    public func service(in catalogue: Catalogue) -> ServiceItem? {
        catalogue.items.first { rawValue.hasPrefix($0.implementationCode) }
    }
}
