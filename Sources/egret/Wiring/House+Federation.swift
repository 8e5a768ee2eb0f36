import Base
import Connectors
import Federation
import Foundation
import Hummingbird
import Identity
import Storage
import Vault
import Web

/// Signing in at other sites with the account here, and here with the account at the city portal.
extension House {
    /// What the room of accounts gives to that of sign-ins elsewhere.
    static func doors(_ accounts: AccountVerbs, vault: Vault) -> FederationDoors {
        FederationDoors(
            current: { context in
                do {
                    return Federation.SignedIn(try await accounts.current(token: context.sessionToken))
                } catch AccountRefused.signedOut {
                    return nil
                }
            },
            // A level is not asked for: the page takes what the account has.
            signInPath: { next, _, again in
                "/account/\(again ? "proof" : "sign-in")?next=\(escaped(next))"
            },
            begin: { vouched, context, keep in
                let begun = try await accounts.beginVouched(
                    vouched.citizen, level: Assurance(vouched.level),
                    authenticatedAt: vouched.authenticatedAt, language: context.language,
                    requestID: context.requestID, also: keep)
                return FederationDoors.Begun(token: begun.token, session: begun.session)
            },
            end: { session, requestID, db in try accounts.end(session, requestID: requestID, in: db) },
            isLive: { session, db in try accounts.isLive(session, in: db) },
            person: { citizen, db in
                try CitizenStore.find(citizen, vault: vault, in: db).map {
                    FederationDoors.Person(name: $0.name, number: $0.number.text, phone: $0.phone?.text)
                }
            })
    }

    /// As one value of a query.
    private static func escaped(_ path: String) -> String {
        path.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }

    func addFederation(to router: Router<EgretContext>) {
        TokenRoutes(federation).add(to: router)
        AuthorizeRoutes(federation, frame: frame, idempotency: idempotency).add(to: router)
        LogoutRoutes(federation, frame: frame, idempotency: idempotency).add(to: router)
        ConnectionRoutes(federation, frame: frame, idempotency: idempotency).add(to: router)
        PortalRoutes(
            federation, account: portal.account, port: portal.port, frame: frame, idempotency: idempotency
        ).add(to: router)
    }

    /// What is wrong with the keys of tokens; nil when nothing is.
    var tokenKeysFinding: String? {
        for use in TokenUse.allCases {
            do {
                _ = try vault.ring.tokenKey(use, at: world.now())
            } catch {
                return "\(error)"
            }
        }
        return nil
    }
}

extension Federation.SignedIn {
    init(_ session: AccountSession) {
        let names = session.factors.map(\.method)
        self.init(
            session: session.id, citizen: session.citizen, level: ProofLevel(session.level),
            methods: Set(names.isEmpty ? ["fed"] : names + (names.count > 1 ? ["mfa"] : [])),
            authenticatedAt: session.authenticatedAt)
    }
}

extension Factor {
    /// Its value of `amr` (RFC 8176).
    fileprivate var method: String {
        switch self {
        case .card: "sc"
        case .face: "face"
        case .code: "sms"
        case .password: "pwd"
        case .totp, .activation: "otp"
        case .passkey: "pop"
        case .phone, .network: "mca"
        }
    }
}

extension ProofLevel {
    fileprivate init(_ level: Assurance) {
        switch level {
        case .basic: self = .basic
        case .substantial: self = .substantial
        case .high: self = .high
        }
    }
}

extension Assurance {
    fileprivate init(_ level: ProofLevel) {
        switch level {
        case .basic: self = .basic
        case .substantial: self = .substantial
        case .high: self = .high
        }
    }
}
