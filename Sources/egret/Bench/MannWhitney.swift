import Foundation

/// Whether one of two samples tends to be larger: the rank-sum test of Mann and Whitney (1947), with ties, by the normal
/// approximation with correction for continuity.
struct MannWhitney {
    /// Pairs in which the first sample's value is the larger, a tie counting half.
    let u: Double
    /// How often chance alone makes a difference at least as large; both samples should have twenty values or more.
    let pValue: Double

    /// Chance alone falls below it once in ten thousand runs: who does can be told apart.
    static let significantBelow = 0.0001

    init(_ first: [Int64], _ second: [Int64]) {
        precondition(!first.isEmpty && !second.isEmpty, "both samples have values")
        let all =
            (first.map { (value: $0, isFirst: true) } + second.map { (value: $0, isFirst: false) })
            .sorted { $0.value < $1.value }
        var (rankSum, ties, index) = (0.0, 0.0, 0)
        while index < all.count {
            var end = index
            while end < all.count, all[end].value == all[index].value { end += 1 }
            let count = Double(end - index)
            let rank = (Double(index + 1) + Double(end)) / 2
            rankSum += rank * Double(all[index..<end].count { $0.isFirst })
            ties += count * count * count - count
            index = end
        }
        let (one, two) = (Double(first.count), Double(second.count))
        let n = one + two
        u = rankSum - one * (one + 1) / 2
        let variance = one * two / 12 * (n + 1 - ties / (n * (n - 1)))
        let distance = max(0, abs(u - one * two / 2) - 0.5)
        pValue = variance > 0 ? erfc(distance / (2 * variance).squareRoot()) : 1
    }
}
