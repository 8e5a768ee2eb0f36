import Audit
public import Base
import Storage

/// Puts somebody on the list of those at whom no look goes unasked: one asks, another agrees, and neither the list nor
/// the request holds the number.
public struct WatchPersons: Sendable {
    let parts: StaffParts
    let request: RequestApproval

    /// - Throws: ``StaffRefused``.
    public func callAsFunction(
        _ number: CitizenNumber, as kind: WatchedPerson.Kind, reason: String, by presence: StaffPresence,
        requestID: String
    ) async throws {
        try await request(
            .other(
                .watch, summary: "\(kind.rawValue) · \(number.masked)",
                data: Array(kind.rawValue.utf8) + [0] + WatchedPerson.term(number.text, parts.vault)),
            reason: reason, by: presence, requestID: requestID)
    }

    static func effect(_ parts: StaffParts) -> ApprovalEffect {
        { approval, _, db in
            guard case .other(.watch, _, let data) = approval.matter,
                let end = data.firstIndex(of: 0),
                let kind = WatchedPerson.Kind(rawValue: String(decoding: data[..<end], as: UTF8.self))
            else { throw StaffRefused.malformed }
            try WatchedPersonStore.insert(
                Array(data[(end + 1)...]), kind, approval: approval.id, at: parts.world.now(), in: db)
            try parts.note(
                "conduct.person-listed", by: .staff(approval.requestedBy), decision: kind.rawValue, in: db)
            return nil
        }
    }
}
