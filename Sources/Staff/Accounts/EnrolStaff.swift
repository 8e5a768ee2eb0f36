import Audit
public import Base
public import Passkeys
import Storage

/// Turns a one-time code into a passkey, and an invited person into one who can sign in.
public struct EnrolStaff: Sendable {
    let parts: StaffParts

    public init(_ parts: StaffParts) {
        self.parts = parts
    }

    /// For whom a code is.
    public enum Guest: Hashable, Sendable {
        /// An officer without an account, under the number that will be hers: the very first one, or who takes an empty place.
        case newcomer(String, StaffRole)
        case invited(StaffAccount)

        var id: String {
            switch self {
            case .newcomer(let id, _): id
            case .invited(let account): account.id
            }
        }
    }

    /// Reads a code without using it up, and asks the guest's device for a passkey.
    ///
    /// - Throws: ``StaffRefused/codeUnknown``, ``StaffRefused/codeWaits``.
    public func offer(code: String) async throws -> (guest: Guest, offer: PasskeyOffer) {
        guard let hash = StaffCode.hash(code) else { throw StaffRefused.codeUnknown }
        let now = parts.world.now()
        let guest = try await parts.engine.read { [parts] db in
            try Self.guest(hash, parts, at: now, in: db)
        }
        let shown: String =
            switch guest {
            case .newcomer(let id, _): id
            case .invited(let account): account.name.text
            }
        let offer = try await parts.passkeys.offerCreation(
            holder: guest.id, person: .init(name: guest.id, displayName: shown))
        return (guest, offer)
    }

    /// Keeps the passkey and uses the code up, in one transaction.
    ///
    /// - Parameters:
    ///   - code: As typed.
    ///   - name: A newcomer's; not read for others, whose name was given when they were asked in.
    ///   - answer: What the browser posted.
    ///   - requestID: Of the request, for the log.
    /// - Returns: The account's number.
    /// - Throws: ``StaffRefused`` or `PasskeyRefused`.
    public func callAsFunction(
        code: String, name: PersonName?, _ answer: PasskeyCreation, requestID: String
    ) async throws -> String {
        guard let hash = StaffCode.hash(code) else { throw StaffRefused.codeUnknown }
        let now = parts.world.now()
        let guest = try await parts.engine.read { [parts] db in
            try Self.guest(hash, parts, at: now, in: db)
        }
        if case .newcomer = guest, name == nil { throw StaffRefused.malformed }
        let passkey = try await parts.passkeys.made(answer, holder: guest.id)
        try await parts.engine.write { [parts] db in
            // Read again: somebody else may have been first meanwhile.
            guard try Self.guest(hash, parts, at: now, in: db).id == guest.id else {
                throw StaffRefused.codeUnknown
            }
            let recovery = try RecoveryStore.find(codeHash: hash, at: now, in: db)
            guard try StaffCodeStore.use(hash, at: now, in: db) else { throw StaffRefused.codeUnknown }
            switch guest {
            case .newcomer(let id, let seat):
                guard let name else { throw StaffRefused.malformed }
                let account = StaffAccount(
                    id: id, name: name, department: nil, region: nil, roles: [seat], state: .active,
                    createdAt: now)
                try StaffAccountStore.insert(account, vault: parts.vault, in: db)
                try SeatStore.hold(account.roles, at: now, in: db)
            case .invited(let account):
                try StaffAccountStore.setState(account.id, .active, in: db)
                try SeatStore.hold(account.roles, at: now, in: db)
            }
            if let recovery {
                _ = try RecoveryStore.end(recovery.id, .used, at: now, in: db)
                try StaffSessionStore.endAll(of: guest.id, because: .recovery, at: now, in: db)
                try parts.passkeys.removeAll(of: guest.id, in: db)
                try parts.note(
                    "staff.recovery-used", by: .staff(guest.id), decision: recovery.aim.text, requestID,
                    in: db)
            }
            try parts.passkeys.keep(passkey, in: db)
            try parts.note("staff.enrolled", by: .staff(guest.id), decision: "passkey", requestID, in: db)
        }
        return guest.id
    }

    private static func guest(
        _ hash: [UInt8], _ parts: StaffParts, at now: Instant, in db: any SQLConnection
    ) throws -> Guest {
        guard let owner = try StaffCodeStore.find(hash, at: now, in: db) else {
            throw StaffRefused.codeUnknown
        }
        if let opensAt = owner.opensAt, now < opensAt { throw StaffRefused.codeWaits }
        guard let id = owner.account else {
            let number = StaffAccount.id(after: try StaffAccountStore.count(in: db))
            if let seat = owner.seat {
                guard try !StaffAccountStore.holds(seat, states: [.active, .invited], in: db) else {
                    throw StaffRefused.codeUnknown
                }
                return .newcomer(number, seat)
            }
            // A code for the first officer is void once there is or was one, whoever printed it.
            guard try !StaffAccountStore.holds(.security, states: [.active], in: db),
                try !SeatStore.wasHeld(.security, in: db)
            else { throw StaffRefused.codeUnknown }
            return .newcomer(number, .security)
        }
        let account = try parts.account(id, in: db)
        guard account.state != .ended else { throw StaffRefused.codeUnknown }
        return .invited(account)
    }
}
