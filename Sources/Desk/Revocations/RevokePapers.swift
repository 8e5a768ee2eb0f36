import Base
import Catalogue
public import Casework
public import Staff
public import Vault
import Documents

/// Asks a second person of the department to revoke a paper, and revokes it with her yes.
public struct RevokePapers: Sendable {
    private static let mark = "revocation"

    let revoke: RevokePaper
    let staff: StaffVerbs

    /// The paper that somebody means by what she typed; the look is written down before anything of it is shown, also one
    /// that is refused.
    ///
    /// - Throws: `RevocationRefused.unknownPaper`; `StepRefused.ownCase`, `StepRefused.unknownSelf`.
    func look(
        for text: String, by presence: StaffPresence, _ clerk: Clerk, requestID: String
    ) async throws -> RevokePaper.Paper {
        guard let number = try await revoke.number(text, for: clerk) else {
            throw RevocationRefused.unknownPaper
        }
        let paper: RevokePaper.Paper?
        do {
            paper = try await revoke.paper(number, for: clerk)
        } catch RevocationRefused.unknownPaper {
            paper = nil
        }
        do {
            _ = try await staff.look(
                number.rawValue, for: .revocation, by: presence, showing: ["name-masked", "state"],
                requestID: requestID)
        } catch StaffRefused.noOpenCase {
            throw RevocationRefused.unknownPaper
        }
        guard let paper else { throw RevocationRefused.unknownPaper }
        return paper
    }

    /// What the second person reads are number, service and the reason's word; `text` is in the words of who asks.
    ///
    /// - Throws: As ``look(for:by:_:requestID:)``; `DocumentRefused.alreadyRevoked`; `StaffRefused`.
    func ask(
        for number: CaseNumber, because reason: RevokeDocument.Reason, _ text: String,
        by presence: StaffPresence, _ clerk: Clerk, requestID: String
    ) async throws {
        let paper = try await revoke.stillValid(number, for: clerk)
        let scope = StaffScope(department: paper.service.department.rawValue, region: paper.region)
        guard presence.account.may(.revokePapers, in: scope) else { throw RevocationRefused.unknownPaper }
        try await staff.requestApproval(
            .other(
                .paperRevocation, summary: "\(number) \(paper.service.rawValue) \(reason.rawValue)",
                data: Array("\(Self.mark) \(number) \(reason.rawValue)".utf8)),
            reason: text, by: presence, requestID: requestID)
    }

    /// What an agreed request sets off, inside its transaction.
    public static func effect(_ revoke: RevokePaper, _ vault: Vault) -> ApprovalEffect {
        { approval, decider, db in
            guard case .other(.paperRevocation, _, let data) = approval.matter,
                case let words = String(decoding: data, as: UTF8.self).split(separator: " ").map(String.init),
                words.count == 3, words[0] == mark, let number = CaseNumber(rawValue: words[1]),
                let reason = RevokeDocument.Reason(rawValue: words[2])
            else { throw StaffRefused.malformed }
            try revoke(
                number, because: reason, askedBy: approval.requestedBy,
                agreedBy: DeskClerks.clerk(decider, vault),
                allowing: {
                    decider.may(
                        .decideApprovals, in: StaffScope(department: $0.rawValue, region: $1))
                }, in: db)
            return nil
        }
    }
}
