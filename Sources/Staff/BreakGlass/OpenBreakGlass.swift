import Audit
import Base
import Storage

/// Breaks the glass: for a while the person may look at cases that are not hers, and answers for it.
public struct OpenBreakGlass: Sendable {
    let parts: StaffParts

    init(_ parts: StaffParts) {
        self.parts = parts
    }

    /// With the commit of this transaction it stands on every page of those who review it, and their messages are on the way.
    ///
    /// - Throws: ``StaffRefused/rightMissing``, ``StaffRefused/malformed`` without words of one's own.
    @discardableResult
    public func callAsFunction(
        _ reason: BreakGlass.Reason, text: String, by presence: StaffPresence, requestID: String
    ) async throws -> BreakGlass {
        guard presence.account.may(.breakGlass) else { throw StaffRefused.rightMissing }
        guard (1...BreakGlass.textMax).contains(text.count) else { throw StaffRefused.malformed }
        let glass = BreakGlass(
            id: Token(parts.world), account: presence.account.id, reason: reason, text: text,
            openedAt: parts.world.now(), review: nil)
        try await parts.engine.write { [parts] db in
            try BreakGlassStore.insert(glass, vault: parts.vault, in: db)
            try parts.note(
                "glass.broken", by: .staff(glass.account), decision: reason.rawValue, requestID, in: db)
            try StaffNotice.enqueue(
                .glassBroken, for: parts.reviewers(of: glass.account, in: db), parts.world, in: db)
        }
        return glass
    }
}
