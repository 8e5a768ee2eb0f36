import Base
public import Web
import Wire

/// What a browser posts after a device has made a passkey.
public struct PasskeyCreation: Hashable, Sendable {
    public let clientData: [UInt8]
    public let authenticatorData: [UInt8]

    public init(clientData: [UInt8], authenticatorData: [UInt8]) {
        self.clientData = clientData
        self.authenticatorData = authenticatorData
    }

    public init(_ form: Form) throws(PasskeyRefused) {
        clientData = try form.passkeyBytes("clientData", max: ClientData.lengthMax)
        authenticatorData = try form.passkeyBytes("authenticatorData", max: AuthenticatorData.lengthMax)
    }
}

/// What a browser posts after a device has shown that it holds a passkey.
public struct PasskeyAssertion: Hashable, Sendable {
    public let credentialID: [UInt8]
    public let clientData: [UInt8]
    public let authenticatorData: [UInt8]
    public let signature: [UInt8]
    /// The holder as the device remembers it; empty when it does not say.
    public let userHandle: [UInt8]

    public init(
        credentialID: [UInt8], clientData: [UInt8], authenticatorData: [UInt8], signature: [UInt8],
        userHandle: [UInt8] = []
    ) {
        self.credentialID = credentialID
        self.clientData = clientData
        self.authenticatorData = authenticatorData
        self.signature = signature
        self.userHandle = userHandle
    }

    public init(_ form: Form) throws(PasskeyRefused) {
        credentialID = try form.passkeyBytes("credential", max: Passkey.credentialIDMax)
        clientData = try form.passkeyBytes("clientData", max: ClientData.lengthMax)
        authenticatorData = try form.passkeyBytes("authenticatorData", max: AuthenticatorData.lengthMax)
        signature = try form.passkeyBytes("signature", max: 512)
        userHandle =
            form["userHandle"].flatMap { $0.isEmpty ? nil : $0 } == nil
            ? [] : try form.passkeyBytes("userHandle", max: 64)
    }
}

extension Form {
    fileprivate func passkeyBytes(_ name: String, max: Int) throws(PasskeyRefused) -> [UInt8] {
        guard let text = self[name], text.utf8.count <= max * 4 / 3 + 4, let bytes = Base64URL.decode(text),
            !bytes.isEmpty, bytes.count <= max
        else { throw .malformed }
        return bytes
    }
}
