import Base
import Foundation
import Vault
import Web

@testable import Federation

extension Door {
    private static let siteFile = """
        {"clients": [{"id": "site", "name": {"zh-Hans": "站", "en": "Site", "nan-Hant": "站"}, "purpose": {"zh-Hans": "用", \
        "en": "Use", "nan-Hant": "用"}, "contact": "0592-0000000", "redirects": ["https://site.example/K;v=1?a=b"], \
        "authentication": "client_secret_basic", "secretHash": "sha256:\(String(repeating: "00", count: 32))", \
        "scopes": ["openid", "profile", "offline_access"], "level": "basic"}]}
        """

    private static let registered = Result { try ClientList(json: Array(siteFile.utf8)) }

    private static let vault = Result {
        Vault(
            ring: try KeyRing.create(suite: .international, world: FixedKeys.world), world: FixedKeys.world)
    }

    /// What other sites send to be told who somebody is: by the first byte a Basic header, the query that begins a sign-in, a
    /// file of registrations, or a note of ours as it comes back.
    static let sites = Door(
        "sites", bytesMax: 2_048,
        words: [
            "Basic ", "client_id=site", "&redirect_uri=https://site.example/K;v=1?a=b", "&response_type=code",
            "&scope=openid+profile", "&state=", "&nonce=", "&code_challenge_method=S256", "&code_challenge=",
            "&prompt=none", "&max_age=", "&acr_values=urn:egret:acr:high", "%E2%84%AA", "%CC%81",
            "\"redirects\"", "\"keys\"",
        ]
    ) {
        let challenge = Base64URL.encode(Array(repeating: 7, count: 32))
        let query =
            "client_id=site&redirect_uri=https%3A%2F%2Fsite.example%2FK%3Bv%3D1%3Fa%3Db&response_type=code"
            + "&scope=openid+profile&state=s&nonce=n&code_challenge_method=S256&code_challenge=\(challenge)"
        return [
            [0] + Array("Basic c2l0ZTpzZWNyZXQ=".utf8), [0] + Array("site\nse:cret".utf8),
            [1] + Array(query.utf8),
            [1] + Array((query + "&prompt=login+consent&max_age=60&acr_values=urn:egret:acr:high").utf8),
            [1] + Array((query + "&prompt=none+login").utf8),
            [2] + Array(siteFile.utf8), [3] + Array("AAAA".utf8),
        ]
    } enter: { bytes in
        let rest = Array(bytes.dropFirst())
        switch (bytes.first ?? 0) & 3 {
        case 0: try checkHeader(String(decoding: rest, as: UTF8.self))
        case 1: try checkQuery(rest)
        case 2: try checkRegistrations(rest)
        default:
            try promise(
                notes("authorize").content(String(decoding: rest, as: UTF8.self)) == nil,
                "a note that nobody sealed is believed")
        }
    }

    /// A header of anybody, and the one that says a name and, behind a line break, a secret.
    private static func checkHeader(_ text: String) throws {
        if let read = AuthenticateClient.credentials(of: text) { try checkBasic(read.id, read.secret) }
        let halves = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        if halves.count == 2 { try checkBasic(String(halves[0]), String(halves[1])) }
    }

    private static func checkBasic(_ id: String, _ secret: String) throws {
        let pair = ClientAddress.escaped(id) + ":" + ClientAddress.escaped(secret)
        let read = AuthenticateClient.credentials(of: "Basic " + Data(pair.utf8).base64EncodedString())
        try promise(
            read.map { Array($0.id.utf8) == Array(id.utf8) && Array($0.secret.utf8) == Array(secret.utf8) }
                ?? false, "a name and a secret read again are others")
    }

    private static func checkQuery(_ bytes: [UInt8]) throws {
        guard let query = try? Form(bytes) else { return }
        let clients = try registered.get()
        let reading: AuthorizationRequest.Reading
        do throws(FederationRefused) {
            reading = try AuthorizationRequest.read(query, clients: clients, at: FixedKeys.now)
        } catch {
            return try promise(
                error == .clientUnknown || error == .returnUnknown, "a query is refused as \(error)")
        }
        switch reading {
        case .refused(let error, let redirect, let state):
            try checkWayBack(redirect, [("error", error.rawValue), ("state", state)])
        case .request(let asked):
            try checkWayBack(asked.redirect, [("code", "c"), ("state", asked.state)])
            try promise(
                clients[asked.client].map { asked.scopes.isSubset(of: $0.scopes) } ?? false
                    && asked.scopes.contains(.openid), "more is asked than was agreed on")
            try promise(
                (asked.nonce.map(isVisible) ?? true)
                    && Base64URL.decode(asked.challenge)?.count == 32 && asked.askedAt == FixedKeys.now
                    && (asked.maxAge.map { $0 >= 0 } ?? true)
                    && (!asked.prompt.contains(.none) || asked.prompt.count == 1),
                "a query is taken that none should be")
            try checkNote(asked)
        }
    }

    /// Back to the address that was registered, byte by byte, with the state as it came.
    private static func checkWayBack(_ redirect: String, _ answer: [(String, String?)]) throws {
        let clients = try registered.get()
        try promise(
            clients.all.contains { $0.redirects.contains { Array($0.utf8) == Array(redirect.utf8) } },
            "an address that nobody registered is gone to")
        let state = answer.last?.1
        try promise(
            state.map(isVisible) ?? true, "a state without end, or of what nobody sees, is carried back")
        let back = ClientAddress.adding(answer, to: redirect)
        let parts = URLComponents(string: back)
        try promise(
            parts?.host == "site.example" && parts?.fragment == nil
                && parts?.percentEncodedQueryItems?.last { $0.name == "state" }?.value
                    == state.map(ClientAddress.escaped),
            "the way back leads elsewhere")
    }

    private static func isVisible(_ text: String) -> Bool {
        text.utf8.count <= 512 && text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    }

    private static func notes(
        _ kind: StaticString, at now: Instant = FixedKeys.now
    ) throws -> SealedNote<AuthorizationRequest> {
        SealedNote(
            vault: try vault.get(),
            world: World(now: { now }, random: { Array(repeating: 7, count: $0) }, sleep: { _ in }),
            kind: kind)
    }

    private static func checkNote(_ asked: AuthorizationRequest) throws {
        let notes = try Self.notes("authorize")
        let text = try notes.text(asked)
        try promise(notes.content(text) == asked, "a note that comes back is another")
        try promise(Self.notes("logout").content(text) == nil, "a note of one kind is read as another")
        try promise(
            Self.notes("authorize", at: FixedKeys.now + .seconds(601)).content(text) == nil,
            "an old note is believed")
        var changed = Array(text.utf8)
        changed[changed.count / 2] = changed[changed.count / 2] == 0x41 ? 0x42 : 0x41
        try promise(
            notes.content(String(decoding: changed, as: UTF8.self)) == nil, "a changed note is believed")
    }

    private static func checkRegistrations(_ bytes: [UInt8]) throws {
        guard let list = try? ClientList(json: bytes) else { return }
        try promise(list.all.count <= ClientList.clientsMax, "more sites than are read")
        for client in list.all {
            try promise(list[client.id] == client, "two sites share a name")
            try promise(
                !client.redirects.isEmpty
                    && (client.redirects + client.afterLogout + [client.backChannelLogout].compactMap(\.self))
                        .allSatisfy { ClientAddress.host(of: $0) != nil },
                "a site has an address that reads in two ways")
            try promise(
                client.scopes.contains(.openid) && client.contact.isPlainText
                    && client.id.utf8.allSatisfy { $0 < 0x7F && $0 > 0x20 },
                "a site is registered as none can be"
            )
            if case .headerSecret(let hash) = client.credential {
                try promise(hash.count == Digest.length, "a secret is known by no hash")
            }
        }
    }
}
