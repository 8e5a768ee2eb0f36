public import Base
public import Storage
import Web

/// What pages of the desk read about the desk itself.
public struct StaffQueries: Sendable {
    let parts: StaffParts
    let circles: ApprovalCircles

    public init(_ parts: StaffParts, circles: ApprovalCircles = [:]) {
        self.parts = parts
        self.circles = circles
    }

    /// People of one page of ``people(after:)``; a shorter one is the last.
    public static let peopleMax = StaffAccountStore.listMax

    /// Everybody there is or was, in the order of their numbers, a page at a time: those after a number.
    public func people(after last: String = "") async throws -> [StaffAccount] {
        try await parts.engine.read { [parts] db in
            try StaffAccountStore.all(after: last, vault: parts.vault, in: db)
        }
    }

    /// Everybody at work who has a right, however many have come and gone.
    public func people(with right: StaffRight) async throws -> [StaffAccount] {
        try await parts.engine.read { [parts] db in
            try StaffAccountStore.active(holding: right.roles, vault: parts.vault, in: db)
        }
    }

    /// - Throws: ``StaffRefused/unknownAccount``.
    public func person(_ id: String) async throws -> StaffAccount {
        try await parts.engine.read { [parts] db in try parts.account(id, in: db) }
    }

    /// Whether somebody works here and has a right; a number that is nobody's has none.
    public func may(_ id: String, _ right: StaffRight) async throws -> Bool {
        let person = try await parts.engine.read { [parts] db in
            try StaffAccountStore.find(id, vault: parts.vault, in: db)
        }
        return person?.may(right) ?? false
    }

    /// Where those serve who decide cases.
    public func clerkSeats() async throws -> Set<StaffSeat> {
        try await parts.engine.read { db in try StaffAccountStore.seats(of: .clerk, in: db) }
    }

    /// Whether anybody could sign in and ask others in.
    public func hasSecurityOfficer() async throws -> Bool {
        try await parts.engine.read { db in
            try StaffAccountStore.holds(.security, states: [.active], in: db)
        }
    }

    /// The places of officers that nobody holds: those that were held before, and those that never were.
    public func emptySeats() async throws -> (held: Set<StaffRole>, never: Set<StaffRole>) {
        try await parts.engine.read { db in
            let empty = try StaffRole.officers.filter {
                try !StaffAccountStore.holds($0, states: [.active, .invited], in: db)
            }
            let held = try SeatStore.everHeld(in: db)
            return (empty.intersection(held), empty.subtracting(held))
        }
    }

    /// What the console began: all of it for those who may refuse or audit, else what is about the reader.
    public func recoveries(for reader: StaffAccount) async throws -> [Recovery] {
        let now = parts.world.now()
        let all = try await parts.engine.read { db in try RecoveryStore.recent(at: now, in: db) }
        return reader.may(.readRecoveries) ? all : all.filter { $0.aim == .device(of: reader.id) }
    }

    /// How many recoveries this one could refuse now.
    func refusableRecoveries(for reader: StaffAccount) async throws -> Int {
        let now = parts.world.now()
        return try await parts.engine.read { db in
            try RecoveryStore.running(at: now, in: db).count { $0.isRefusable(by: reader) }
        }
    }

    /// Broken glasses: all of them for who audits, those within her bounds for who reviews, and the reader's own.
    public func glasses(for reader: StaffAccount) async throws -> [BreakGlass] {
        try await parts.engine.read { [parts] db in
            try BreakGlassStore.recent(vault: parts.vault, in: db).filter { glass in
                try glass.account == reader.id || reader.roles.contains(.audit)
                    || parts.reviews(reader, glass, in: db)
            }
        }
    }

    /// The alerts that nobody has dealt with.
    public func alerts() async throws -> [ConductAlert] {
        try await parts.engine.read { db in try AlertStore.open(in: db) }
    }

    /// How many persons are watched over.
    public func watched() async throws -> [WatchedPerson.Kind: Int] {
        try await parts.engine.read { db in try WatchedPersonStore.counts(in: db) }
    }

    /// How many broken glasses wait for this one's word.
    func waitingGlasses(for reader: StaffAccount) async throws -> Int {
        guard reader.may(.reviewBreakGlass) else { return 0 }
        return try await parts.engine.read { [parts] db in
            try BreakGlassStore.recent(vault: parts.vault, in: db).count {
                try $0.review == nil && parts.reviews(reader, $0, in: db)
            }
        }
    }

    /// What this one reads of what waits for a second person and of what was decided, as ``approvals()``; `hers` are those that
    /// wait for a word of which hers would count.
    func approvals(
        for presence: StaffPresence
    ) async throws -> (seen: [Approval], hers: Set<Token>) {
        let now = parts.world.now()
        return try await parts.engine.read { [parts, circles] db in
            let seen = try ApprovalStore.recent(now: now, vault: parts.vault, in: db).filter {
                try circles[$0.kind]?.mayRead($0, presence.account, db) ?? true
            }
            let hers = try seen.filter { approval in
                do {
                    try approval.checkDecider(presence, at: now)
                    try circles[approval.kind]?.checkDecider(approval, presence.account, db)
                    return true
                } catch let error where error is any Refusal {
                    return false
                }
            }
            return (seen, Set(hers.map(\.id)))
        }
    }

    /// The kinds of requests of which this one reads nothing as long as she has not said which citizen she is.
    func kindsWithoutSelf(for reader: StaffAccount) -> [ApprovalKind] {
        ApprovalKind.allCases.filter { circles[$0]?.wantsSelf(reader) ?? false }
    }

    /// The names behind numbers at work; a number that is nobody's has none.
    public func names(of ids: Set<String>) async throws -> [String: PersonName] {
        try await parts.engine.read { [parts] db in
            try ids.reduce(into: [:]) { names, id in
                names[id] = try StaffAccountStore.find(id, vault: parts.vault, in: db)?.name
            }
        }
    }

    /// What waits of one kind, in the transaction of what depends on it.
    public func waiting(_ kind: ApprovalKind, in db: any SQLConnection) throws -> [Approval] {
        try ApprovalStore.waiting(kind, now: parts.world.now(), vault: parts.vault, in: db)
    }

    /// What waits of one kind.
    public func waiting(_ kind: ApprovalKind) async throws -> [Approval] {
        try await parts.engine.read { db in try waiting(kind, in: db) }
    }

    /// What waits for a second person first, then what was decided, youngest first; whoever reads it.
    public func approvals() async throws -> [Approval] {
        let now = parts.world.now()
        return try await parts.engine.read { [parts] db in
            try ApprovalStore.recent(now: now, vault: parts.vault, in: db)
        }
    }
}
