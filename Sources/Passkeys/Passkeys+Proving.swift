import Base
import Storage
import Vault

extension Passkeys {
    /// Checks that somebody holds a passkey, and counts the use.
    ///
    /// - Parameters:
    ///   - answer: What the browser posted.
    ///   - holder: Whose passkey it must be; nil for whoever shows one of this realm.
    /// - Returns: The passkey, with whose it is.
    /// - Throws: ``PasskeyRefused``; the question is used up in any case.
    public func proved(_ answer: PasskeyAssertion, holder: String?) async throws -> Passkey {
        try await spend(answer.clientData, .get, holder: holder ?? "")
        let data = try AuthenticatorData(answer.authenticatorData)
        try check(data)
        guard data.isSafeAsAssertion else { throw PasskeyRefused.malformed }
        let found = try await engine.read { [realm] db in
            try PasskeyStore.find(credential: answer.credentialID, realm, in: db)
        }
        guard let passkey = found else { throw PasskeyRefused.unknown }
        guard holder == nil || holder == passkey.holder,
            answer.userHandle.isEmpty || answer.userHandle == Array(passkey.holder.utf8)
        else { throw PasskeyRefused.stranger }
        guard
            FidoKey(passkey.algorithm, passkey.publicKey)?.verifies(
                answer, clientDataHash: Digest.sha256(answer.clientData), party: party.id) == true
        else { throw PasskeyRefused.signature }
        let now = world.now()
        try await engine.write { [realm] db in
            guard try !PasskeyStore.grow(passkey.id, to: data.counter, at: now, in: db) else { return }
            let isStillThere = try PasskeyStore.find(credential: answer.credentialID, realm, in: db) != nil
            throw isStillThere ? PasskeyRefused.cloned : .unknown
        }
        return passkey
    }
}
