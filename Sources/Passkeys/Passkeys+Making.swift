import Base
public import Storage

extension Passkeys {
    /// Checks a passkey that a device has made; nothing of it is kept yet.
    ///
    /// - Throws: ``PasskeyRefused``; the question is used up in any case.
    public func made(_ answer: PasskeyCreation, holder: String) async throws -> NewPasskey {
        try await spend(answer.clientData, .create, holder: holder)
        let data = try AuthenticatorData(answer.authenticatorData)
        try check(data)
        guard data.hasCredential, data.isSafeAsCredential else { throw PasskeyRefused.malformed }
        let credential = try FidoCredential(data.bytes)
        // It could be kept, and never be shown again.
        guard credential.id.count <= Passkey.credentialIDMax else { throw PasskeyRefused.tooLong }
        return NewPasskey(
            holder: holder, credentialID: credential.id, algorithm: credential.algorithm,
            publicKey: credential.publicKey, counter: data.counter)
    }

    /// Keeps a new passkey, in the transaction of whatever it is made for.
    ///
    /// - Throws: ``PasskeyRefused/known`` when the device's credential is enrolled already, with whomever.
    @discardableResult
    public func keep(_ new: NewPasskey, in db: any SQLConnection) throws -> Passkey {
        guard try PasskeyStore.find(credential: new.credentialID, realm, in: db) == nil else {
            throw PasskeyRefused.known
        }
        let passkey = Passkey(
            id: Token(world), holder: new.holder, credentialID: new.credentialID, algorithm: new.algorithm,
            publicKey: new.publicKey, counter: new.counter, createdAt: world.now(), usedAt: nil)
        try PasskeyStore.insert(passkey, realm, in: db)
        return passkey
    }
}
