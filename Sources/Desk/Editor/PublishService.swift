import Base
public import Catalogue
public import Staff

/// Asks a second person to publish a draft, and publishes it with her yes.
public struct PublishService: Sendable {
    /// **Range:** no version begins later than so many days from now.
    static let daysMax = 366
    private static let mark = "proposal "

    let drafts: ServiceDrafts
    let staff: StaffVerbs

    /// What the second person reads are service, version, day and the SHA-256 of the files; the page of the proposal shows
    /// all of it.
    ///
    /// - Throws: `CatalogueDefects`; `StaffRefused`.
    func propose(
        _ draft: ServiceDraft, from day: Instant, reason: String, by presence: StaffPresence,
        requestID: String
    ) async throws -> ServiceProposal {
        let proposal = try await drafts.propose(
            draft, from: day, by: presence.account.id, requestID: requestID)
        let summary =
            "\(proposal.service.rawValue) v\(proposal.version) \(CalendarDate(inChinaAt: day)) "
            + "/catalogue/proposals/\(proposal.id) \(proposal.fingerprint.prefix(16))"
        try await staff.requestApproval(
            .other(.publication, summary: summary, data: Array((Self.mark + proposal.id.rawValue).utf8)),
            reason: reason, by: presence, requestID: requestID)
        return proposal
    }

    /// The proposal that a request is about; nil for what the console publishes.
    static func proposal(_ matter: ApprovalMatter) -> Token? {
        guard case .other(.publication, _, let data) = matter,
            case let text = String(decoding: data, as: UTF8.self), text.hasPrefix(mark)
        else { return nil }
        return Token(rawValue: String(text.dropFirst(mark.count)))
    }

    /// What an agreed request sets off, inside its transaction.
    public static func effect(_ drafts: ServiceDrafts) -> ApprovalEffect {
        { approval, decider, db in
            guard let id = proposal(approval.matter) else { throw StaffRefused.malformed }
            try drafts.publish(
                id, by: decider.id,
                allowing: {
                    decider.may(.decideApprovals, in: StaffScope(department: $0.department.rawValue))
                }, in: db)
            return nil
        }
    }
}
