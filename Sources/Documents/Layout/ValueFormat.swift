import Base

/// How a value of a register is written on paper.
enum ValueFormat: String, Sendable, CaseIterable {
    /// `yyyy-mm-dd` or `yyyymmdd` as 2026年11月24日; a month alone stays a month.
    case date
    /// `yyyy-mm` or `yyyymm` as 2026年11月.
    case month
    /// Whole fen as yuan with two decimals and thousands apart: 12345678 as 123,456.78.
    case fen
    /// Yuan with at most two decimals, the same way: 123456.7 as 123,456.70.
    case yuan
    /// `male` and `female` as 男 and 女.
    case sex
    /// `yes` and `no` as 是 and 否.
    case flag
    /// Any text, a lone hyphen as a dash.
    case dash
    /// `paid` as 已缴.
    case paid

    /// - Returns: Nil when the value is not what the format reads.
    func text(_ value: String) -> String? {
        // registers write a hyphen where they hold nothing
        if value == "-" { return "—" }
        return switch self {
        case .date:
            (CalendarDate(value) ?? CalendarDate(compact: value))
                .map { "\($0.year)年\($0.month)月\($0.day)日" } ?? Self.month(value)
        case .month: Self.month(value)
        case .fen: Int64(value).flatMap(Self.amount)
        case .yuan: Self.yuan(value)
        case .dash: value
        case .flag: ["yes": "是", "no": "否"][value]
        case .paid: value == "paid" ? "已缴" : nil
        case .sex: ["male": "男", "female": "女", "男": "男", "女": "女"][value]
        }
    }

    private static func month(_ value: String) -> String? {
        guard (6...7).contains(value.utf8.count) else { return nil }
        let compact = value.utf8.count == 7 ? value.replacing("-", with: "") : value
        return CalendarDate(compact: compact + "01").map { "\($0.year)年\($0.month)月" }
    }

    private static func yuan(_ value: String) -> String? {
        let halves = value.split(separator: ".", omittingEmptySubsequences: false)
        guard halves.count <= 2, let yuan = Int64(halves[0]), yuan.magnitude < 10_000_000_000_000 else {
            return nil
        }
        guard halves.count == 2 else { return amount(yuan * 100) }
        let cents = String(halves[1])
        guard (1...2).contains(cents.utf8.count), cents.utf8.allSatisfy({ (48...57).contains($0) }),
            let part = Int64(cents.utf8.count == 1 ? cents + "0" : cents)
        else { return nil }
        return amount(yuan * 100 + (value.hasPrefix("-") ? -part : part))
    }

    private static func amount(_ fen: Int64) -> String? {
        guard fen.magnitude < 1_000_000_000_000_000 else { return nil }
        let digits = Array(String(fen.magnitude / 100))
        let grouped = digits.indices.map { index in
            let left = digits.count - index
            return (index > 0 && left.isMultiple(of: 3) ? "," : "") + String(digits[index])
        }
        return (fen < 0 ? "-" : "") + grouped.joined() + "." + String(fen.magnitude % 100).leftPadded(to: 2)
    }
}
