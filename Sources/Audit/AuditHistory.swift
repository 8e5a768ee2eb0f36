public import Base
public import Storage
import Foundation

/// The acts about one person, for herself: nobody else has the commitment under which they stand.
public struct AuditHistory: Sendable {
    public static let actsMax = 10

    /// An act as the log tells it.
    public struct Act: Hashable, Sendable {
        /// The act's place in the log, the same for ever.
        public let index: Int64
        public let at: Instant
        /// Dotted, past tense: `register.asked`.
        public let action: String
        /// `citizen`, `terminal`, `staff`, `system` or `department`.
        public let actorKind: String
        public let actorName: String?
        public let purpose: String?
        public let caseNumber: String?
        /// Names of fields, never values.
        public let fields: [String]
        public let decision: String?
        public let terminal: String?
        /// Whether it names a person by her commitment.
        public let isAboutSomebody: Bool
        /// By what a representative acted; nil for everybody else.
        public let role: String?
    }

    public struct Part: Sendable {
        /// The youngest first.
        public let acts: [Act]
        /// Where the next part begins; nil when there are no earlier acts.
        public let before: Int64?
    }

    public init() {}

    /// Reads acts, those of the last second excepted, which still wait for their place.
    ///
    /// - Parameters:
    ///   - subject: The person's commitment, 32 bytes.
    ///   - before: Acts at this index and above are left out; nil for none.
    ///   - countMax: How many at most.
    ///   - db: Where the log is kept.
    /// - Returns: The acts, and where the next part begins.
    /// - Throws: ``AuditError/broken(_:)`` when a leaf is none, ``SQLError``.
    public func callAsFunction(
        about subject: [UInt8], before: Int64? = nil, countMax: Int = actsMax, in db: any SQLConnection
    ) throws -> Part {
        let found = try AuditRecords.leaves(
            about: subject, before: before ?? .max, countMax: countMax + 1, in: db)
        let acts = try found.prefix(countMax).map { leaf in
            // The table only finds; whether a leaf is about her, the leaf says.
            guard AuditLeaf.isAbout(subject, leaf.bytes) else {
                throw AuditError.broken("the leaf at \(leaf.index) is noted as being about another person")
            }
            return try Self.act(leaf.bytes, leaf.index)
        }
        return Part(acts: acts, before: found.count > countMax ? acts.last?.index : nil)
    }

    /// Whether the bytes of a leaf are about the person of a commitment: with it she can check the whole public log herself.
    public static func isAbout(_ commitment: [UInt8], leaf: [UInt8]) -> Bool {
        AuditLeaf.isAbout(commitment, leaf)
    }

    /// The act at a place of the log, whomever it is about; nil when the log is not that long.
    ///
    /// - Throws: As ``callAsFunction(about:before:countMax:in:)``.
    public static func act(at index: Int64, in db: any SQLConnection) throws -> Act? {
        guard index >= 0, index < .max else { return nil }
        return try AuditRecords.leaves(index..<index + 1, in: db).first.map { try act($0.bytes, $0.index) }
    }

    private struct Wire: Decodable {
        struct Actor: Decodable {
            let kind: String
            let name: String?
        }

        enum CodingKeys: String, CodingKey {
            case atMs = "at_ms"
            case action, actor, purpose, fields, decision, terminal, role
            case caseNumber = "case"
        }

        let atMs: Int64
        let action: String
        let actor: Actor
        let purpose: String?
        let caseNumber: String?
        let fields: [String]?
        let decision: String?
        let terminal: String?
        let role: String?
    }

    static func act(_ bytes: [UInt8], _ index: Int64) throws -> Act {
        guard let wire = try? JSONDecoder().decode(Wire.self, from: Data(bytes)) else {
            throw AuditError.broken("the leaf at \(index) cannot be read")
        }
        return Act(
            index: index, at: Instant(milliseconds: wire.atMs), action: wire.action,
            actorKind: wire.actor.kind, actorName: wire.actor.name, purpose: wire.purpose,
            caseNumber: wire.caseNumber, fields: wire.fields ?? [], decision: wire.decision,
            terminal: wire.terminal, isAboutSomebody: AuditLeaf.subject(in: bytes) != nil,
            role: wire.actor.kind == "representative" ? wire.role : nil)
    }
}
