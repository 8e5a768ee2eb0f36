public import Base
public import Storage
public import Vault
import CFido2

/// Passkeys (WebAuthn level 2) of one realm: made and shown in the browser, checked here with libfido2.
///
///     let offer = try await passkeys.offerCreation(holder: id, person: …)      // a page with offer.form(…)
///     let new = try await passkeys.made(PasskeyCreation(form), holder: id)     // the post
///     try await engine.write { db in try passkeys.keep(new, in: db) … }
///
///     let offer = try await passkeys.offerProof(holder: nil)                   // whoever holds one of the realm
///     let passkey = try await passkeys.proved(PasskeyAssertion(form), holder: nil)
///
/// Attestation is not asked for: which make of device somebody trusts is her own affair.
/// User presence and user verification are always demanded.
public struct Passkeys: Sendable {
    public let realm: RelyingParty.Realm
    public let party: RelyingParty
    let engine: any SQLEngine
    let vault: Vault
    let world: World

    public init(
        _ realm: RelyingParty.Realm, party: RelyingParty, engine: any SQLEngine, vault: Vault, world: World
    ) {
        self.realm = realm
        self.party = party
        self.engine = engine
        self.vault = vault
        self.world = world
        // Only quietens the library, for every thread alike.
        fido_init(0)
    }

    /// Asks for a new passkey; devices that hold one of the account already are left out.
    public func offerCreation(
        holder: String, person: PasskeyOffer.Person
    ) async throws -> PasskeyOffer {
        try await offer(.create, holder: holder, person: person)
    }

    /// Asks to show a passkey of the holder, or, without one, whichever of the realm the person has.
    public func offerProof(holder: String?) async throws -> PasskeyOffer {
        try await offer(.get, holder: holder ?? "", person: nil)
    }

    private func offer(
        _ ceremony: PasskeyCeremony, holder: String, person: PasskeyOffer.Person?
    ) async throws -> PasskeyOffer {
        let passkeys =
            holder.isEmpty
            ? [] : try await engine.read { [realm] db in try PasskeyStore.all(of: holder, realm, in: db) }
        let challenge = try PasskeyChallenge(realm, ceremony, holder: holder, vault: vault, world: world)
        return try PasskeyOffer(
            ceremony, challenge, party: party, holder: holder, person: person, passkeys: passkeys)
    }

    /// Uses the question up, whatever becomes of the answer.
    func spend(
        _ clientData: [UInt8], _ ceremony: PasskeyCeremony, holder: String
    ) async throws {
        let data = try ClientData(clientData)
        let now = world.now()
        let challenge = try PasskeyChallenge(
            answered: try data.checked(for: ceremony, at: party), realm, ceremony, holder: holder,
            vault: vault, now: now)
        let isFirst = try await engine.write { db in
            try PasskeyChallengeStore.spend(challenge, at: now, in: db)
        }
        guard isFirst else { throw PasskeyRefused.challengeUsed }
    }

    /// What holds of both answers: for us, touched by somebody, whom the device knows.
    func check(_ data: AuthenticatorData) throws(PasskeyRefused) {
        guard constantTimeEquals(data.partyHash, Digest.sha256(Array(party.id.utf8))) else { throw .party }
        guard data.isPresent else { throw .presence }
        guard data.isVerified else { throw .verification }
    }
}

/// What the rooms do with passkeys inside their own transactions.
extension Passkeys {
    public func all(of holder: String, in db: any SQLConnection) throws(SQLError) -> [Passkey] {
        try PasskeyStore.all(of: holder, realm, in: db)
    }

    /// Whose passkey an answer speaks of, whether or not the answer is right; nil for none of this realm.
    public func holder(of answer: PasskeyAssertion, in db: any SQLConnection) throws(SQLError) -> String? {
        try PasskeyStore.find(credential: answer.credentialID, realm, in: db)?.holder
    }

    /// Takes a passkey back.
    ///
    /// - Throws: ``PasskeyRefused/unknown`` when it is not one of the holder's.
    public func remove(_ id: Token, of holder: String, in db: any SQLConnection) throws {
        guard try PasskeyStore.remove(id, of: holder, realm, in: db) else { throw PasskeyRefused.unknown }
    }

    /// Forgets the passkeys of somebody who is erased, wherever the pages are now.
    public static func forget(
        _ holder: String, _ realm: RelyingParty.Realm, in db: any SQLConnection
    ) throws(SQLError) {
        _ = try PasskeyStore.removeAll(of: holder, realm, in: db)
    }

    /// Takes all passkeys of an account back and says how many there were.
    @discardableResult
    public func removeAll(of holder: String, in db: any SQLConnection) throws(SQLError) -> Int {
        try PasskeyStore.removeAll(of: holder, realm, in: db)
    }
}
