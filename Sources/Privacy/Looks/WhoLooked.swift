public import Audit
import Base
import Storage
import Vault

/// Who had to do with a person's data, for herself, without what the law keeps back for a time.
public struct WhoLooked: Sendable {
    /// So many acts are gone through at most when a program asks.
    public static let actsMax = 10_000

    let parts: PrivacyParts

    public init(_ parts: PrivacyParts) {
        self.parts = parts
    }

    /// An act, and the decision by which it was shown later than others, if there was one.
    public struct Look: Hashable, Sendable {
        public let act: AuditHistory.Act
        public let delay: LookDelay?
    }

    public struct Part: Sendable {
        /// The youngest first.
        public let looks: [Look]
        /// Where the next part begins; nil when there are no earlier acts.
        public let before: Int64?
    }

    /// Her acts, as if those that are to be shown later were not there: no part is shorter for them, and none is empty.
    public func callAsFunction(
        _ person: PersonHere, before: Int64? = nil, countMax: Int = AuditHistory.actsMax
    ) async throws -> Part {
        let parts = parts
        return try await parts.engine.read { db in
            let subject = try parts.key(person.citizen, in: db).commitment()
            var (shown, next) = ([Look](), before)
            repeat {
                let part = try AuditHistory()(
                    about: subject, before: next, countMax: countMax + 1 - shown.count, in: db)
                shown += try Self.shown(part.acts, at: parts.world.now(), in: db)
                next = part.before
            } while shown.count <= countMax && next != nil
            let looks = Array(shown.prefix(countMax))
            return Part(looks: looks, before: shown.count > countMax ? looks.last?.act.index : nil)
        }
    }

    /// One of her acts that is shown; nil for another's, for one that is kept back, and for none.
    public func one(_ index: Int64, of person: PersonHere) async throws -> Look? {
        let parts = parts
        return try await parts.engine.read { db in
            let subject = try parts.key(person.citizen, in: db).commitment()
            return try Self.act(at: index, about: subject, now: parts.world.now(), in: db)
        }
    }

    static func act(
        at index: Int64, about subject: [UInt8], now: Instant, in db: any SQLConnection
    ) throws -> Look? {
        guard index >= 0, index < .max else { return nil }
        let found = try AuditHistory()(about: subject, before: index + 1, countMax: 1, in: db).acts
        return try shown(found.filter { $0.index == index }, at: now, in: db).first
    }

    private static func shown(
        _ acts: [AuditHistory.Act], at now: Instant, in db: any SQLConnection
    ) throws -> [Look] {
        guard let youngest = acts.first?.index, let oldest = acts.last?.index else { return [] }
        let delays = try LookDelayStore.latest(oldest...youngest, in: db)
        return acts.compactMap { act in
            let delay = delays[act.index]
            return delay.map { $0.shownAt > now } ?? false ? nil : Look(act: act, delay: delay)
        }
    }
}
