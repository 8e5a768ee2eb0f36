import Base

/// An amount of renminbi as people write it: `1200`, `￥1,200.50`, `1200元`, `1.2万`.
public enum WrittenAmount {
    private static let signs = ["¥", "￥", "rmb", "cny", "人民币", "人民幣"]
    private static let words = ["元整", "圆整", "元", "圆", "圓", "块钱", "块", "塊錢", "塊", "箍", "yuan"]
    private static let tenThousands = ["万", "萬"]
    private static let digitsMax = 15

    /// As registers and cases keep it, to what is typed and shown: `1200.50`, `-3.00`.
    public static func yuan(_ fen: some BinaryInteger) -> String {
        (fen < 0 ? "-" : "") + "\(fen.magnitude / 100)." + String(fen.magnitude % 100).leftPadded(to: 2)
    }

    /// **Unit:** fen.
    ///
    /// - Parameter text: In signs of ordinary width.
    /// - Returns: Nil for what is no amount, or may be read in two ways: a comma or a space that does not part thousands.
    static func fen(_ text: String) -> Int? {
        var text = text.lowercased().trimmingSpaces()
        if let sign = signs.first(where: { text.hasPrefix($0) }) { text.removeFirst(sign.count) }
        if let word = (signs + words).first(where: { text.hasSuffix($0) }) { text.removeLast(word.count) }
        text = text.trimmingSpaces()
        let tenThousand = tenThousands.first { text.hasSuffix($0) }
        text.removeLast(tenThousand?.count ?? 0)
        return fen(number: text.trimmingSpaces(), zeros: tenThousand == nil ? 0 : 4)
    }

    private static func fen(number: String, zeros: Int) -> Int? {
        let parts = number.split(separator: ".", omittingEmptySubsequences: false)
        guard !number.isEmpty, (1...2).contains(parts.count), let whole = whole(String(parts[0])) else {
            return nil
        }
        let decimals = parts.count == 2 ? String(parts[1]) : "0"
        let places = zeros + 2
        guard (1...places).contains(decimals.count),
            (whole + decimals).utf8.allSatisfy({ (48...57).contains($0) })
        else { return nil }
        let digits = whole + decimals + String(repeating: "0", count: places - decimals.count)
        return digits.count <= digitsMax ? Int(digits) : nil
    }

    /// The digits before the point, without what stands between their thousands; a nought leads no thousands.
    private static func whole(_ text: String) -> String? {
        let groups = text.split(omittingEmptySubsequences: false) { $0 == "," || $0.isWhitespace }
        guard groups.count > 1 else { return text }
        guard (1...3).contains(groups[0].count), !groups[0].hasPrefix("0"),
            groups.dropFirst().allSatisfy({ $0.count == 3 })
        else { return nil }
        return groups.joined()
    }
}
