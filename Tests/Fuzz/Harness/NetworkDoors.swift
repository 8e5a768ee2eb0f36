import Base
import Foundation
import Identity
import Vault

@testable import Connectors

extension Door {
    private static let account = NetworkIdentityService.Account(
        base: "http://network.example", app: "http://app.example", organisation: "O", application: "A",
        key: FixedKeys.p256, certificate: FixedKeys.certificate, service: FixedKeys.certificate)

    private static let nonce = Token(FixedKeys.world)

    private static func request(_ scope: NetworkRequest.Scope) -> NetworkRequest {
        NetworkRequest(serial: nonce, scope: scope, openedAt: FixedKeys.now)
    }

    /// Name and number in an envelope for the fixed certificate; a constant, for each envelope is another.
    private static let sealed =
        "MIIBegYJKoZIhvcNAQcDoIIBazCCAWcCAQIxgdKhgc8CAQOgUaFPMAkGByqGSM49AgEDQgAEZzEw8C3gIMZokSl5sjge4R1QQIn+"
        + "0H6OEZNJadlP8wN++sGro+hY5UJe/t//NdfsDmQdpHTlGJ32tU5/bs1MtzAVBgYrgQQBCwEwCwYJYIZIAWUDBAEtMGAwXjAyMB4x"
        + "DTALBgNVBAoMBEZ1enoxDTALBgNVBAMMBEZ1enoCED4on1v+b/warRvM7lJgz4QEKM/zu4BCzcEIw4qnQEwjFAci8GCAUPBKzKnq"
        + "9vdV2qqb/WC7GXIg7/0wgYwGCSqGSIb3DQEHATAdBglghkgBZQMEASoEEDUA/zgr5o/a3GAgwEBreVCAYDNaWivDH7QzXPJYdOLp"
        + "Jm/MTnTsWOb2tIs1KALNYDa6cnXY0HLA8NeNNUkPtTszo5z7yrsnDzxdfOhc6dJgSM6nmyTKkA8AyOH1QMucwJY1/gXQYAXiMz8m"
        + "M75d63efrg=="

    /// An answer of the network identity service: the first byte says by its lowest bit whether it signed the package, and
    /// by the next whether name and number were asked for.
    static let networkReplies = Door(
        "network",
        words: [
            "bizPackage", "sign", "orgID", "appID", "bizSeq", "nonce", "authTime", "certificateResult",
            "passwordResult", "appPersonID", "identityData", "resultToken",
        ]
    ) {
        let time = CTIDTime.text(FixedKeys.now)
        let common =
            #""orgID":"O","appID":"A","bizSeq":"\#(nonce)","type":"1","nonce":"\#(nonce)","timeStamp":"\#(time)""#
        let result =
            #""authTime":"\#(time)","certificateResult":"0","passwordResult":"0","appPersonID":"0123456789abcdef""#
        return [
            [1] + Array("{\(common),\(result)}".utf8),
            [1] + Array(#"{\#(common),"state":"answered","resultToken":"t"}"#.utf8),
            [3] + Array(#"{\#(common),\#(result),"identityData":"\#(sealed)"}"#.utf8),
            [0] + Array(#"{"bizPackage":{\#(common)}, "sign":"MEUC\/w=="}"#.utf8),
        ]
    } enter: { bytes in
        let first = bytes.first ?? 0
        let text = Array(bytes.dropFirst())
        let asked = request(first & 2 == 2 ? .identity : .identifier)
        guard first & 1 == 1 else {
            return try promise(
                reply(text, asked) == nil, "a message without the service's signature is believed")
        }
        let message = try NetworkForm.signed(text, by: account, at: FixedKeys.now)
        guard let reply = reply(message, asked) else { return }
        try promise(
            reply.bizSeq == nonce.rawValue && reply.nonce == nonce.rawValue && reply.appID == "A",
            "an answer to another question is believed")
        if case .match(let name, let person)? = try? reply.verdict(on: asked, for: account, at: FixedKeys.now)
        {
            try promise(
                reply.certificateResult == "0" && reply.passwordResult == "0",
                "an answer that matches only some of the factors is a match")
            try promise((16...128).contains(name.utf8.count), "a name of no length is taken")
            try promise((person != nil) == (asked.scope == .identity), "more or less than asked is taken")
        }
        var changed = message
        changed["{\"bizPackage\":".utf8.count + text.count / 2] ^= 1
        try promise(Self.reply(changed, asked) == nil, "a changed answer is believed")
    }

    private static func reply(_ message: [UInt8], _ request: NetworkRequest) -> NetworkReply? {
        try? NetworkReply(message, to: request, nonce: nonce, for: account, at: FixedKeys.now)
    }
}
