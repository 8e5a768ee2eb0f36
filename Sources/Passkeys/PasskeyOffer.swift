public import Web
import Base
import Foundation
import Wire

/// What a page asks a browser to ask a device.
public struct PasskeyOffer: Sendable {
    public let ceremony: PasskeyCeremony
    /// The options of `navigator.credentials`, with bytes in base 64 for addresses.
    public let options: String

    private struct Options: Encodable {
        let challenge: String
        let party: [String: String]
        let user: [String: String]?
        let algorithms: [Int64]
        /// Which passkeys may answer, or must not be made again.
        let credentials: [String]
        let userVerification: String
        /// **Unit:** milliseconds.
        let timeout: Int64
    }

    /// Who a new passkey is for, in the words of the device's own window; shown there and kept nowhere by us.
    public struct Person: Sendable {
        public let name: String
        public let displayName: String

        public init(name: String, displayName: String) {
            self.name = name
            self.displayName = displayName
        }
    }

    init(
        _ ceremony: PasskeyCeremony, _ challenge: PasskeyChallenge, party: RelyingParty, holder: String,
        person: Person?, passkeys: [Passkey]
    ) throws {
        let user = person.map {
            [
                "id": Base64URL.encode(Array(holder.utf8)), "name": $0.name, "displayName": $0.displayName,
            ]
        }
        let options = Options(
            challenge: Base64URL.encode(challenge.bytes), party: ["id": party.id, "name": party.name],
            user: user, algorithms: PasskeyAlgorithm.allCases.map(\.rawValue),
            credentials: passkeys.map { Base64URL.encode($0.credentialID) }, userVerification: "required",
            timeout: PasskeyChallenge.life.wholeMilliseconds)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        self.ceremony = ceremony
        self.options = String(decoding: try encoder.encode(options), as: UTF8.self)
    }
}

extension PasskeyOffer {
    /// The script that a page with ``form(action:label:_:content:)`` names in its frame.
    public static let script = "passkey.js"

    /// A form whose button asks the device and posts what it answers; `content` stands above the button.
    ///
    /// The fields that the answer fills are those which ``PasskeyCreation`` and ``PasskeyAssertion`` read.
    public func form(
        action: String, label: String, _ phrases: Phrases, @HTMLBuilder content: () -> HTML = { HTML() }
    ) -> HTML {
        element(
            "form", .method("post"), .action(action), .data("passkey", ceremony.rawValue),
            .data("passkey-options", options)
        ) {
            content()
            for field in ["credential", "clientData", "authenticatorData", "signature", "userHandle"] {
                void("input", .type("hidden"), .name(field), .value(""))
            }
            element("div", .data("passkey-state", "missing"), .hidden(true)) {
                Notice(.warning, phrases("passkey.missing.title"), phrases("passkey.missing.text")).html
            }
            element("div", .data("passkey-state", "failed"), .hidden(true)) {
                Notice(.warning, phrases("passkey.failed.title"), phrases("passkey.failed.text")).html
            }
            actions(Button(label))
        }
    }
}
