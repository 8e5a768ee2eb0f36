import Foundation
public import Base
public import Storage

/// Which open cases a list holds: of one department or the reader's own bounds, opened within days.
public struct ExportSelection: Hashable, Sendable, Codable {
    /// A longer list is nobody's work at one table.
    public static let rowsMax = 1_000
    /// **Unit:** days, both ends counted.
    public static let daysMax = 366

    /// A service's id, such as `police/temporary-identity-proof`; nil for all within the reader's bounds.
    public let service: String?
    /// `yyyy-mm-dd` in China.
    public let from: String
    public let to: String

    /// - Throws: ``StaffRefused/malformed``: the days are in the wrong order or too many.
    public init(service: String?, from: CalendarDate, to: CalendarDate) throws(StaffRefused) {
        let days = to.daysSince1970 - from.daysSince1970 + 1
        guard (1...Self.daysMax).contains(days) else { throw .malformed }
        self.service = service
        self.from = "\(from)"
        self.to = "\(to)"
    }

    /// As the second person reads it.
    public var summary: String { "\(service ?? "*") \(from) – \(to)" }

    /// From the first moment of the first day to before the first of the day after the last; nil for days that are none.
    public var moments: Range<Instant>? {
        guard let from = CalendarDate(from), let to = CalendarDate(to), from.daysSince1970 <= to.daysSince1970
        else { return nil }
        return Self.midnight(from.daysSince1970)..<Self.midnight(to.daysSince1970 + 1)
    }

    private static func midnight(_ day: Int) -> Instant {
        Instant(milliseconds: Int64(day) * 86_400_000 - 8 * 3_600_000)
    }
}

/// Finds the open cases of a selection within the bounds of who asks, the oldest first, in the transaction of the export.
public typealias FindCases =
    @Sendable (
        _ selection: ExportSelection, _ bounds: StaffScope, _ limit: Int, _ db: any SQLConnection
    ) throws -> [CaseGlimpse]
