import Audit
import Base
public import Storage
import Foundation

/// For how long each class of data is kept, as two people agreed; what a file says instead waits for them.
///
/// The days of a class that is new are the file's. After that the file alone changes nothing.
public struct AgreedPeriods: Sendable {
    /// A class whose file says other days than those that are in force.
    public struct Change: Hashable, Sendable {
        public let kept: RetentionClass
        public let days: Int
        public let agreed: Int
    }

    let parts: StaffParts
    /// What `retention.yml` says, in days.
    let file: [RetentionClass: Int]

    public init(_ parts: StaffParts, file: [RetentionClass: Int]) {
        self.parts = parts
        self.file = file
    }

    /// The days that are in force; those of a class that is new are written down as the file's.
    public func inForce() async throws -> [RetentionClass: Int] {
        let known = try await parts.engine.read { db in try AgreedPeriodStore.all(in: db) }
        let new = RetentionClass.allCases.filter { known[$0] == nil && file[$0] != nil }
        guard !new.isEmpty else { return known }
        return try await parts.engine.write { [parts, file] db in
            for kept in new where try AgreedPeriodStore.all(in: db)[kept] == nil {
                guard let days = file[kept] else { continue }
                try AgreedPeriodStore.set(kept, days: days, approval: nil, at: parts.world.now(), in: db)
                try parts.note(
                    "retention.set", by: .system("retention"), decision: "\(kept.rawValue) \(days)", in: db)
            }
            return try AgreedPeriodStore.all(in: db)
        }
    }

    /// What the file would change, in the order of the classes.
    public func changes() async throws -> [Change] {
        let agreed = try await inForce()
        return RetentionClass.allCases.compactMap { kept in
            guard let days = file[kept], let now = agreed[kept], days != now else { return nil }
            return Change(kept: kept, days: days, agreed: now)
        }
    }

    /// Asks that everything the file would change is in force.
    ///
    /// - Throws: ``StaffRefused/malformed`` when it would change nothing.
    func ask(
        through request: RequestApproval, reason: String, by presence: StaffPresence, requestID: String
    ) async throws {
        let changes = try await changes()
        guard !changes.isEmpty else { throw StaffRefused.malformed }
        let days = Dictionary(uniqueKeysWithValues: changes.map { ($0.kept.rawValue, $0.days) })
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        try await request(
            .other(
                .retention,
                summary: changes.map { "\($0.kept.rawValue) \($0.agreed) → \($0.days)" }.joined(
                    separator: ", "),
                data: [UInt8](encoder.encode(days))),
            reason: reason, by: presence, requestID: requestID)
    }

    /// Puts in force what was agreed on, whatever the file says by now.
    static func effect(_ parts: StaffParts) -> ApprovalEffect {
        { approval, _, db in
            guard case .other(.retention, _, let data) = approval.matter,
                let days = try? JSONDecoder().decode([String: Int].self, from: Data(data))
            else { throw StaffRefused.malformed }
            for (name, days) in days.sorted(by: { $0.key < $1.key }) {
                guard let kept = RetentionClass(rawValue: name), days > 0 else {
                    throw StaffRefused.malformed
                }
                try AgreedPeriodStore.set(
                    kept, days: days, approval: approval.id, at: parts.world.now(), in: db)
                try parts.note(
                    "retention.changed", by: .staff(approval.requestedBy), decision: "\(name) \(days)", in: db
                )
            }
            return nil
        }
    }
}
