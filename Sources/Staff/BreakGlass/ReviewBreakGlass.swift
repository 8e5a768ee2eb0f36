public import Base
import Audit
import Storage

/// Somebody else's word on whether the glass had to be broken; due within 72 hours, taken later too.
public struct ReviewBreakGlass: Sendable {
    let parts: StaffParts

    init(_ parts: StaffParts) {
        self.parts = parts
    }

    /// - Throws: ``StaffRefused``: not in these roles or for her department and region, oneself, unknown, reviewed before.
    public func callAsFunction(
        _ id: Token, _ finding: BreakGlass.Finding, by presence: StaffPresence, requestID: String
    ) async throws {
        guard presence.account.may(.reviewBreakGlass) else { throw StaffRefused.rightMissing }
        let review = BreakGlass.Review(by: presence.account.id, at: parts.world.now(), finding: finding)
        try await parts.engine.write { [parts] db in
            guard let glass = try BreakGlassStore.find(id, vault: parts.vault, in: db) else {
                throw StaffRefused.unknownApproval
            }
            guard glass.account != review.by else { throw StaffRefused.ownRequest }
            guard try parts.reviews(presence.account, glass, in: db) else { throw StaffRefused.rightMissing }
            guard try BreakGlassStore.review(id, review, in: db) else { throw StaffRefused.decidedAlready }
            try parts.note(
                "glass.reviewed", by: .staff(review.by), decision: "\(glass.account) \(finding.rawValue)",
                requestID, in: db)
        }
    }
}
