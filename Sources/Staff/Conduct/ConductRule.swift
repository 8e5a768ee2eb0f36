import Base

/// What the security officer wants to know about a look; each is a question to the person, no verdict.
public enum ConductRule: String, Sendable, CaseIterable {
    /// The clerk and the holder have a rare surname in common.
    case sameSurname = "same-surname"
    /// There was no open case.
    case outsideCase = "outside-case"
    case afterHours = "after-hours"
    /// Numbers one after the other.
    case run
    /// More looks than work needs.
    case many

    /// The rules that a look breaks, given the same person's earlier ones, the youngest first.
    static func broken(
        by look: Look, before: [Look], clerk: PersonName, holder: PersonName, _ figures: ConductFigures
    ) -> [ConductRule] {
        allCases.filter { rule in
            switch rule {
            case .sameSurname:
                clerk.text.first == holder.text.first
                    && !(holder.text.first.map { figures.commonSurnames.contains($0) } ?? true)
            case .outsideCase: look.ground == .brokenGlass
            case .afterHours: !figures.hours.contains(hourInChina(look.at))
            case .run: isRun([look] + before.filter { look.at.since($0.at) <= figures.runWithin }, figures)
            case .many:
                // Told once, when the limit is passed.
                Set(before.filter { look.at.since($0.at) <= .seconds(3_600) }.map(\.caseNumber))
                    .union([look.caseNumber]).count == figures.perHourMax + 1
            }
        }
    }

    private static func hourInChina(_ moment: Instant) -> Int {
        Int((moment.milliseconds / 3_600_000 + 8) % 24)
    }

    /// Whether the look is the one that completes a row of numbers.
    private static func isRun(_ looks: [Look], _ figures: ConductFigures) -> Bool {
        let numbers = looks.compactMap { Int64($0.caseNumber.suffix(12)) }
        guard let last = numbers.first, numbers.count >= figures.runLength else { return false }
        let seen = Set(numbers.dropFirst())
        guard !seen.contains(last) else { return false }
        let down = (1...).prefix { seen.contains(last - Int64($0)) }.count
        let up = (1...).prefix { seen.contains(last + Int64($0)) }.count
        return max(down, up) + 1 == figures.runLength
    }
}
