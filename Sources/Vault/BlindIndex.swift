/// An index over a sealed column that answers "equal?" and nothing else.
///
/// Terms are cut short on purpose: several people share one, so a stolen index names nobody for certain, and the
/// reader must open the rows it finds to drop the false ones.
public struct BlindIndex: Sendable {
    let name: String
    /// Range: 1…256.
    public let bits: Int

    /// The name keeps the terms of two columns apart; `bits` follows from ``safeBits(rows:existingBits:)``.
    public init(_ name: StaticString, bits: Int) {
        precondition((1...256).contains(bits), "a blind index has 1 to 256 bits")
        self.name = name.description
        self.bits = bits
    }

    /// The first `bits` bits; the rest of the last byte is zero.
    func truncated(_ mac: [UInt8]) -> [UInt8] {
        var term = Array(mac.prefix((bits + 7) / 8))
        let spare = term.count * 8 - bits
        term[term.count - 1] &= UInt8(truncatingIfNeeded: 0xFF << spare)
        return term
    }

    /// The widths at which an index of this many distinct values neither names people nor drowns in false hits.
    ///
    /// C = rows ÷ 2^(bits + existingBits) rows share a term by chance. The narrowest width has C ≤ √rows, the widest
    /// is the first at which C is no longer above 2.
    /// `rows` is how many the table may come to hold, at least 1; `existingBits` the bits of the other blind indexes
    /// over the same rows, added up. Source: CipherSweet's planner for blind indexes.
    public static func safeBits(rows: Int, existingBits: Int = 0) -> ClosedRange<Int> {
        precondition(rows >= 1 && existingBits >= 0, "a plan needs rows")
        // Doubles hold every power of two exactly; the quotient's rounding never crosses a bound.
        func coincidences(_ bits: Int) -> Double {
            Double(rows) / Double(sign: .plus, exponent: bits + existingBits, significand: 1)
        }
        let root = Double(rows).squareRoot()
        let widest = (1...256).first { coincidences($0) <= 2 } ?? 256
        let narrowest = (1...256).first { coincidences($0) <= root } ?? 256
        return min(narrowest, widest)...widest
    }
}
