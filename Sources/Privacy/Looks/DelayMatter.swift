import Base
import Foundation
import Staff

/// What exactly is asked for when a look is to be told later.
struct DelayMatter: Hashable, Codable {
    /// The act, by its place in the log.
    let act: Int64
    /// The case or the request that the look was at.
    let concerns: String
    let basis: String
    private let releaseMs: Int64

    var release: Instant { Instant(milliseconds: releaseMs) }

    init(act: Int64, concerns: String, basis: String, release: Instant) {
        self.act = act
        self.concerns = concerns
        self.basis = basis
        releaseMs = release.milliseconds
    }

    /// - Returns: Nil for the matter of another kind, or one that ``approval`` never wrote.
    init?(_ matter: ApprovalMatter) {
        guard case .other(.looksDelay, _, let data) = matter,
            let read = try? JSONDecoder().decode(DelayMatter.self, from: Data(data))
        else { return nil }
        self = read
    }

    /// The words are the same in every language: numbers, a day and a citation.
    var approval: ApprovalMatter {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            return .other(
                .looksDelay,
                summary: "#\(act) · \(concerns) → \(CalendarDate(inChinaAt: release)) · \(basis)",
                data: [UInt8](try encoder.encode(self)))
        }
    }
}
