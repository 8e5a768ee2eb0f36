import Base

/// What the security officer wants to know about a look; each is a question to the person, no verdict.
public enum ConductRule: String, Sendable, CaseIterable {
    /// The clerk and the holder have a rare surname in common.
    case sameSurname = "same-surname"
    /// The clerk and the holder live at one address.
    case sameAddress = "same-address"
    /// Somebody whom many are curious about.
    case publicFigure = "public-figure"
    /// Somebody planted, whom nobody has a reason to look at.
    case canary
    /// There was no open case.
    case outsideCase = "outside-case"
    case afterHours = "after-hours"
    /// Numbers one after the other.
    case run
    /// More looks than work needs.
    case many
    /// More looks that were refused than a slip of the hand explains.
    case refusals

    /// Whether the security officer is told by a message too.
    var isGrave: Bool { self == .canary || self == .publicFigure }

    /// The rules that a look breaks, whether it was granted or refused.
    ///
    /// - Parameters:
    ///   - look: The look.
    ///   - before: The same person's earlier ones, granted or refused, the youngest first.
    ///   - ties: What clerk and holder have to do with each other; nil when there is no such case.
    ///   - figures: The figures of the rules.
    /// - Returns: The rules, in the order in which they are declared.
    static func broken(
        by look: Look, before: [Look], ties: ConductTies?, _ figures: ConductFigures
    ) -> [ConductRule] {
        let lastHour = before.filter { look.at.since($0.at) <= ConductFigures.hour }
        return allCases.filter { rule in
            switch rule {
            case .sameSurname: ties?.surname.map { !figures.commonSurnames.contains($0) } ?? false
            case .sameAddress: ties?.livesTogether ?? false
            case .publicFigure: ties?.watched == .publicFigure
            case .canary: ties?.watched == .canary
            case .outsideCase: look.ground == .brokenGlass
            case .afterHours: !figures.hours.contains(hourInChina(look.at))
            case .run:
                // A queue is worked through in the order of its numbers.
                !look.isClaimed
                    && isRun(
                        [look]
                            + before.filter {
                                !$0.isClaimed && look.at.since($0.at) <= figures.runWithin
                            }, figures)
            case .many:
                // Told once, when the limit is passed.
                Set(lastHour.map(\.caseNumber)).union([look.caseNumber]).count == figures.perHourMax + 1
                    && !lastHour.contains { $0.caseNumber == look.caseNumber }
            case .refusals:
                look.ground == .refused
                    && lastHour.count { $0.ground == .refused } == figures.refusedPerHourMax
            }
        }
    }

    private static func hourInChina(_ moment: Instant) -> Int {
        Int((moment.milliseconds / 3_600_000 + 8) % 24)
    }

    /// Whether the look is the one that completes a row of numbers.
    private static func isRun(_ looks: [Look], _ figures: ConductFigures) -> Bool {
        guard let last = looks.first.flatMap({ Int64($0.caseNumber.suffix(12)) }),
            looks.count >= figures.runLength
        else { return false }
        let seen = Set(looks.dropFirst().compactMap { Int64($0.caseNumber.suffix(12)) })
        guard !seen.contains(last) else { return false }
        let down = (1...).prefix { seen.contains(last - Int64($0)) }.count
        let up = (1...).prefix { seen.contains(last + Int64($0)) }.count
        return max(down, up) + 1 == figures.runLength
    }
}

/// What the one who looks and the one who is looked at have to do with each other.
struct ConductTies: Hashable, Sendable {
    /// The surname that they share; nil when they share none.
    var surname: Character?
    var livesTogether = false
    /// On which list the holder stands.
    var watched: WatchedPerson.Kind?
}
