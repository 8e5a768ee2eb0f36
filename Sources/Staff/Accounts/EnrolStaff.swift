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
        /// The first security officer, under the number that will be hers.
        case first(String)
        case invited(StaffAccount)

        var id: String {
            switch self {
            case .first(let id): id
            case .invited(let account): account.id
            }
        }
    }

    /// Reads a code without using it up, and asks the guest's device for a passkey.
    ///
    /// - Throws: ``StaffRefused/codeUnknown``.
    public func offer(code: String) async throws -> (guest: Guest, offer: PasskeyOffer) {
        guard let hash = StaffCode.hash(code) else { throw StaffRefused.codeUnknown }
        let now = parts.world.now()
        let guest = try await parts.engine.read { [parts] db in
            try Self.guest(hash, parts, at: now, in: db)
        }
        let shown: String =
            switch guest {
            case .first(let id): id
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
    ///   - name: The first officer's; not read for others, whose name was given when they were asked in.
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
        if case .first = guest, name == nil { throw StaffRefused.malformed }
        let passkey = try await parts.passkeys.made(answer, holder: guest.id)
        try await parts.engine.write { [parts] db in
            // Read again: somebody else may have been first meanwhile.
            guard try Self.guest(hash, parts, at: now, in: db).id == guest.id,
                try StaffCodeStore.use(hash, at: now, in: db)
            else { throw StaffRefused.codeUnknown }
            switch guest {
            case .first(let id):
                guard let name else { throw StaffRefused.malformed }
                let account = StaffAccount(
                    id: id, name: name, department: nil, region: nil, roles: [.security], state: .active,
                    createdAt: now)
                try StaffAccountStore.insert(account, vault: parts.vault, in: db)
            case .invited(let account):
                try StaffAccountStore.setState(account.id, .active, in: db)
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
        guard let id = owner.account else {
            // A code for the first officer is void once there is one, whoever printed it.
            guard try !StaffAccountStore.holds(.security, states: [.active], in: db) else {
                throw StaffRefused.codeUnknown
            }
            return .first(StaffAccount.id(after: try StaffAccountStore.count(in: db)))
        }
        let account = try parts.account(id, in: db)
        guard account.state != .ended else { throw StaffRefused.codeUnknown }
        return .invited(account)
    }
}
