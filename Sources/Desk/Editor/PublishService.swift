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
    let world: World

    /// Of two who ask for one version at once one is heard.
    ///
    /// What the second person reads are service, version, day and the SHA-256 of the files; the page of the proposal shows
    /// all of it.
    ///
    /// - Throws: `CatalogueDefects`; `StaffRefused`; ``ProposalWaits`` while a request for the same version is open.
    func propose(
        _ draft: ServiceDraft, from day: Instant, reason: String, by presence: StaffPresence,
        requestID: String
    ) async throws -> ServiceProposal {
        // Said before the whole catalogue is compiled.
        try presence.requireFresh(at: world.now())
        return try await drafts.propose(draft, from: day, by: presence.account.id, requestID: requestID) {
            [staff] proposal, rivals, db in
            let asked = try staff.queries.waiting(.publication, in: db).compactMap {
                Self.proposal($0.matter)
            }
            if let open = rivals.first(where: asked.contains) {
                throw ProposalWaits(proposal: open, version: proposal.version)
            }
            let summary =
                "\(proposal.service.rawValue) v\(proposal.version) \(CalendarDate(inChinaAt: day)) "
                + "/catalogue/proposals/\(proposal.id) \(proposal.fingerprint.prefix(16))"
            try staff.requestApproval(
                .other(.publication, summary: summary, data: Array((Self.mark + proposal.id.rawValue).utf8)),
                reason: reason, by: presence, requestID: requestID, in: db)
        }
    }

    /// What has become of each of these, by its id.
    func states(of proposals: [ServiceProposal]) async throws -> [Token: ProposalState] {
        let requests = try await staff.queries.approvals().compactMap { approval in
            Self.proposal(approval.matter).map { ($0, state(of: approval)) }
        }
        let asked = Dictionary(requests) { first, _ in first }
        return Dictionary(
            proposals.map { proposal in
                if let back = proposal.withdrawal { return (proposal.id, .withdrawn(back.at)) }
                if proposal.publishedAt != nil { return (proposal.id, .published) }
                // Of what was decided long ago the desk reads no request any more.
                return (proposal.id, asked[proposal.id] ?? .over)
            }
        ) { first, _ in first }
    }

    /// The versions of a service that another person has not decided yet, the request that was first before the others.
    func waiting(_ service: ServiceID) async throws -> [(proposal: ServiceProposal, until: Instant)] {
        var waiting: [(proposal: ServiceProposal, until: Instant)] = []
        for approval in try await staff.queries.waiting(.publication) {
            if let id = Self.proposal(approval.matter), let proposal = try await drafts.proposal(id),
                proposal.service == service
            {
                waiting.append((proposal, approval.expiresAt))
            }
        }
        return waiting
    }

    private func state(of approval: Approval) -> ProposalState {
        switch approval.verdict?.decision {
        case .approved: .published
        case .refused: .refused
        case nil: world.now() < approval.expiresAt ? .waits : .over
        }
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
