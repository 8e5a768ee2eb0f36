import Base
import Storage

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
    /// More searches by name, number or phone than people who ask explain.
    case searches
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
            case .sameSurname, .sameAddress, .publicFigure, .canary:
                ties?.rules(figures).contains(rule) ?? false
            case .outsideCase: look.ground == .brokenGlass
            case .afterHours: isAfterHours(look.at, figures)
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
                !look.isSearch
                    && Set(lastHour.filter { !$0.isSearch }.map(\.caseNumber)).union([look.caseNumber]).count
                        == figures.perHourMax + 1
                    && !lastHour.contains { $0.caseNumber == look.caseNumber }
            case .searches:
                look.isSearch && lastHour.count { $0.isSearch } == figures.searchesPerHourMax
            case .refusals:
                look.ground == .refused
                    && lastHour.count { $0.ground == .refused } == figures.refusedPerHourMax
            }
        }
    }

    /// The rules that taking a case out on a list breaks.
    ///
    /// Those that count looks are not asked: a list is many cases in a row by its nature, and has a measure of its own.
    static func broken(byTaking ties: ConductTies, at now: Instant, _ figures: ConductFigures)
        -> [ConductRule]
    {
        ties.rules(figures) + (isAfterHours(now, figures) ? [.afterHours] : [])
    }

    private static func isAfterHours(_ moment: Instant, _ figures: ConductFigures) -> Bool {
        !figures.hours.contains(hourInChina(moment))
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

    /// The rules that ask about these.
    func rules(_ figures: ConductFigures) -> [ConductRule] {
        var rules: [ConductRule] = []
        if let surname, !figures.commonSurnames.contains(surname) { rules.append(.sameSurname) }
        if livesTogether { rules.append(.sameAddress) }
        switch watched {
        case .publicFigure: rules.append(.publicFigure)
        case .canary: rules.append(.canary)
        case nil: break
        }
        return rules
    }
}

extension ConductTies {
    init(_ account: StaffAccount, _ found: CaseGlimpse, in db: any SQLConnection) throws {
        let own = account.name.text.first
        surname = own == found.holder.text.first ? own : nil
        livesTogether = account.address != nil && account.address == found.address
        watched = try found.person.flatMap { try WatchedPersonStore.kind(of: $0, in: db) }
    }
}
