public import Identity
public import Web
import Audit
import Base
import Storage
import Vault

/// Sends a message that there is an answer, when the person agreed to it and has a phone; never what the answer is.
public struct TellOfAnswer: Sendable {
    /// The word of the purpose in the configuration.
    static let purpose = "answer-messages"

    let parts: PrivacyParts
    let messages: any MessagePort
    let words: Words

    public init(_ parts: PrivacyParts, messages: any MessagePort, words: Words) {
        self.parts = parts
        self.messages = messages
        self.words = words
    }

    /// The answer stands whatever becomes of the message.
    @Sendable public func callAsFunction(_ request: PrivacyRequest) async {
        do {
            guard let phone = try await phone(for: request) else { return }
            let text = words.phrases(request.language)(
                "message.request-answered", ["number": request.number.rawValue])
            var decision = "sent"
            do {
                try await messages.send(text, to: phone, key: Token(parts.world))
            } catch {
                decision = "unsent"
            }
            try await note(request, decision)
        } catch {
            // Without a database nothing can be asked or told; she finds the answer among her requests.
        }
    }

    private func phone(for request: PrivacyRequest) async throws -> Phone? {
        let parts = parts
        return try await parts.engine.read { db in
            let now = parts.world.now()
            guard try ConsentGrantStore.holds(Self.purpose, of: request.citizen, at: now, in: db) else {
                return nil
            }
            return try CitizenStore.find(request.citizen, vault: parts.vault, in: db)?.phone
        }
    }

    private func note(_ request: PrivacyRequest, _ decision: String) async throws {
        let parts = parts
        try await parts.engine.write { db in
            try parts.note(
                "message.sent", by: .system("rights"), about: parts.key(request.citizen, in: db).commitment(),
                number: request.number, fields: ["phone"], decision: decision,
                purpose: "consent/\(Self.purpose)", in: db)
        }
    }
}
