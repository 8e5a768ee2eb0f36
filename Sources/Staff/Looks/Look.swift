public import Base

/// One look of one person of the desk at one case.
public struct Look: Hashable, Sendable {
    /// For what; a look without one is not done.
    public enum Purpose: String, Sendable, CaseIterable {
        case handling
        case question
        case correction
        case complaint
        /// Whether its paper has to be revoked; asked for where papers are revoked, and nowhere else.
        case revocation
        /// What a booking says, before and after the visit; asked for in the list of who is expected, and nowhere else.
        case visit

        /// Those that the page for looks offers.
        static let offered = allCases.filter { ![.revocation, .visit].contains($0) }

        /// The act that the log names.
        var act: String { self == .visit ? "appointment.opened" : "case.looked" }
    }

    /// By what right.
    public enum Ground: String, Sendable, CaseIterable {
        /// The case is open, and within the bounds of the person.
        case openCase = "open-case"
        /// The case's paper is out, and of the person's own department.
        case issuedPaper = "issued-paper"
        /// The person has booked a visit, and it is the person's own department that expects her.
        case bookedVisit = "booked-visit"
        /// The glass was broken.
        case brokenGlass = "broken-glass"
        /// By none: nothing was shown.
        case refused
    }

    public let id: Token
    public let account: String
    public let caseNumber: String
    /// Nil when there is no such case.
    public let citizen: Token?
    public let purpose: Purpose
    public let ground: Ground
    public let at: Instant
    /// Whether the case lies with the one who looks, to be decided: then numbers one after the other are her work.
    public var isClaimed = false
    /// Whether it is a search by name, number or phone; what it found are looks of their own.
    public var isSearch = false

    /// By what right this person may look at this case now; with the purpose of a revocation at one that has its paper,
    /// with that of a visit at one that has booked it.
    ///
    /// - Throws: ``StaffRefused/rightMissing``; ``StaffRefused/noOpenCase`` also for a case that does not exist, so that
    ///   nobody tries numbers.
    static func ground(
        of glimpse: CaseGlimpse?, for account: StaffAccount, purpose: Purpose = .handling,
        glass: BreakGlass?, glassLife: Duration, at now: Instant
    ) throws(StaffRefused) -> Ground {
        guard account.may(.lookAtCases) else { throw .rightMissing }
        guard let glimpse else { throw .noOpenCase }
        if purpose == .revocation {
            // The department that issued it, and no other that had a step in it.
            guard glimpse.hasPaper,
                glimpse.offices.contains(where: {
                    $0.department == glimpse.department && $0.isServed(by: account)
                })
            else { throw .noOpenCase }
            return .issuedPaper
        }
        if purpose == .visit {
            // Which of the department's offices it is was asked where places are known.
            guard glimpse.hasVisit, account.department == glimpse.department else { throw .noOpenCase }
            return .bookedVisit
        }
        if glimpse.isOpen, glimpse.offices.contains(where: { $0.isServed(by: account) }) { return .openCase }
        guard let glass, glass.account == account.id, glass.isOpen(at: now, for: glassLife)
        else { throw .noOpenCase }
        return .brokenGlass
    }
}
