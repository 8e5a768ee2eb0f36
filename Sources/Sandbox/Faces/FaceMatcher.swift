/// Compares two pictures of faces: a sandbox matcher for drawn faces only, never proof of anybody's identity.
///
/// Both pictures are reduced to 80×60, freed from light by local normalisation, and the middle of the enrolled one is
/// laid over the other at small shifts and sizes; the best normalised correlation is the score.
public struct FaceMatcher: Sendable {
    public enum Answer: Hashable, Sendable {
        case same
        case other
        /// No readable picture, or nothing in it that could be compared.
        case unreadable
    }

    /// Scores at or above it are the same person.
    static let threshold: Float = 0.6
    private static let columns = 80
    private static let rows = 60

    public init() {}

    public func compare(_ enrolled: [UInt8], _ taken: [UInt8]) -> Answer {
        guard let score = score(enrolled, taken) else { return .unreadable }
        return score >= Self.threshold ? .same : .other
    }

    /// From −1 to 1; nil when a picture cannot be read or is empty.
    func score(_ enrolled: [UInt8], _ taken: [UInt8]) -> Float? {
        guard let known = Self.prepared(enrolled), let probe = Self.prepared(taken) else { return nil }
        return Self.score(known, probe)
    }

    static func prepared(_ jpeg: [UInt8]) -> GreyImage? {
        guard let small = GreyImage(jpeg: jpeg)?.reduced(columns: columns, rows: rows) else { return nil }
        let plain = small.locallyNormalised(radius: 5)
        let energy = plain.samples.reduce(0) { $0 + $1 * $1 } / Float(plain.samples.count)
        return energy > 0.05 ? plain : nil
    }

    static func score(_ known: GreyImage, _ probe: GreyImage) -> Float {
        var best: Float = -1
        for size: Float in [0.94, 0.97, 1, 1.03, 1.06] {
            for shiftY in -3...3 {
                for shiftX in -4...4 {
                    best = max(best, correlation(known, probe, size, shiftX, shiftY))
                }
            }
        }
        return best
    }

    /// The correlation of the known face's window with the probe, taken through a shift and a size.
    private static func correlation(
        _ known: GreyImage, _ probe: GreyImage, _ size: Float, _ shiftX: Int, _ shiftY: Int
    ) -> Float {
        var sumA: Float = 0
        var sumB: Float = 0
        var squaresA: Float = 0
        var squaresB: Float = 0
        var products: Float = 0
        var count: Float = 0
        known.samples.withUnsafeBufferPointer { knownSamples in
            probe.samples.withUnsafeBufferPointer { probeSamples in
                for y in 14..<48 {
                    let probeY = Int((Float(y) - 30) * size + 30.5) + shiftY
                    guard probeY >= 0, probeY < rows else { continue }
                    for x in 27..<53 {
                        let probeX = Int((Float(x) - 40) * size + 40.5) + shiftX
                        guard probeX >= 0, probeX < columns else { continue }
                        let a = knownSamples[y * columns + x]
                        let b = probeSamples[probeY * columns + probeX]
                        sumA += a
                        sumB += b
                        squaresA += a * a
                        squaresB += b * b
                        products += a * b
                        count += 1
                    }
                }
            }
        }
        let spreadA = squaresA - sumA * sumA / count
        let spreadB = squaresB - sumB * sumB / count
        guard spreadA > 1, spreadB > 1 else { return -1 }
        return (products - sumA * sumB / count) / (spreadA * spreadB).squareRoot()
    }
}
