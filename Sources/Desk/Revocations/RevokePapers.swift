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
            // Digits that mean no paper are a try like any other; what is no number at all is not written down.
            let plain = text.filter { !$0.isWhitespace }
            if plain.count >= 12, plain.allSatisfy(\.isNumber) {
                _ = try? await look(at: plain, by: presence, requestID)
            }
            throw RevocationRefused.unknownPaper
        }
        // Written down before anything is known of it, her own and her family's included.
        let isShown: Bool
        do {
            try await look(at: number.rawValue, by: presence, requestID)
            isShown = true
        } catch StaffRefused.noOpenCase {
            isShown = false
        }
        guard isShown else { throw RevocationRefused.unknownPaper }
        return try await revoke.paper(number, for: clerk)
    }

    private func look(at number: String, by presence: StaffPresence, _ requestID: String) async throws {
        _ = try await staff.look(
            number, for: .revocation, by: presence, showing: ["name-masked", "state"], requestID: requestID)
    }

    /// What the second person reads are number, service and the reason's word; `text` is in the words of who asks.
    ///
    /// - Throws: As ``look(for:by:_:requestID:)``; `DocumentRefused.alreadyRevoked`; `StaffRefused`.
    func ask(
        for number: CaseNumber, because reason: RevokeDocument.Reason, _ text: String,
        by presence: StaffPresence, _ clerk: Clerk, requestID: String
    ) async throws {
        let paper = try await look(for: number.rawValue, by: presence, clerk, requestID: requestID)
        let scope = StaffScope(department: paper.service.department.rawValue, region: paper.region)
        guard presence.account.may(.revokePapers, in: scope) else { throw RevocationRefused.unknownPaper }
        guard paper.revokedOn == nil else { throw DocumentRefused.alreadyRevoked }
        try await staff.requestApproval(
            .other(
                .paperRevocation, summary: "\(number) \(paper.service.rawValue) \(reason.rawValue)",
                data: Array("\(Self.mark) \(number) \(reason.rawValue)".utf8)),
            reason: text, by: presence, requestID: requestID)
    }

    /// What an agreed request sets off, inside its transaction.
    public static func effect(_ revoke: RevokePaper, _ vault: Vault) -> ApprovalEffect {
        { approval, decider, db in
            guard let (number, reason) = asked(approval) else { throw StaffRefused.malformed }
            try revoke(
                number, because: reason, askedBy: approval.requestedBy,
                agreedBy: DeskClerks.clerk(decider, vault),
                allowing: { isWithin(.decideApprovals, of: decider, $0, $1) }, in: db)
            return nil
        }
    }

    /// Who reads a request and says yes or no to it: the office that decided the paper, besides the security officer and the
    /// auditor, who read; never its holder.
    public static func circle(_ revoke: RevokePaper, _ vault: Vault) -> ApprovalCircle {
        ApprovalCircle(
            mayRead: { approval, reader, db in
                guard let (number, _) = asked(approval) else { return false }
                return try revoke.isOpen(
                    number, to: reader.id, StaffSelf.isHer(reader, vault),
                    allowing: { department, region in
                        // Both see the alerts of the whole city, in whatever office they sit.
                        reader.may(.readAlerts) || isWithin(.lookAtCases, of: reader, department, region)
                    }, in: db)
            },
            checkDecider: { approval, decider, db in
                guard let (number, _) = asked(approval) else { throw StaffRefused.malformed }
                try revoke.checkSecond(
                    number, DeskClerks.clerk(decider, vault),
                    allowing: { isWithin(.decideApprovals, of: decider, $0, $1) }, in: db)
            },
            wantsSelf: { $0.person == nil && ($0.may(.readAlerts) || $0.may(.lookAtCases)) })
    }

    /// What no district has decided is the whole city's office's.
    private static func isWithin(
        _ right: StaffRight, of account: StaffAccount, _ department: DepartmentID, _ region: DivisionCode?
    ) -> Bool {
        account.may(right, in: StaffScope(department: department.rawValue, region: region))
            && (region != nil || account.region == nil)
    }

    private static func asked(_ approval: Approval) -> (CaseNumber, RevokeDocument.Reason)? {
        guard case .other(.paperRevocation, _, let data) = approval.matter,
            case let words = String(decoding: data, as: UTF8.self).split(separator: " ").map(String.init),
            words.count == 3, words[0] == mark, let number = CaseNumber(rawValue: words[1]),
            let reason = RevokeDocument.Reason(rawValue: words[2])
        else { return nil }
        return (number, reason)
    }
}
