public import Base
public import Storage
import Audit
import Vault
import Web

/// Tells a person, by a message to her phone, what happened to her account: the job of it.
///
/// The words name no person and no place; a silent gateway puts it off, nothing loses it.
public struct AccountNotice: JobHandler {
    static let kindName = "account.notice"

    public enum Word: String, Sendable, CaseIterable {
        /// Signed in from a browser that she had not used before.
        case newBrowser = "new-browser"
        /// Several wrong tries in a row.
        case wrongTries = "wrong-tries"
        case wayAdded = "way-added"
        case wayRemoved = "way-removed"
        case opened
        case reset
        /// A visit at a terminal was agreed to on her phone.
        case visitAgreed = "visit-agreed"
        /// The account was closed, as she asked.
        case closed
        /// Somebody acts for her at a terminal.
        case actedFor = "acted-for"
        /// A grown-up child wants to act for her and waits for her word.
        case parentAsked = "parent-asked"
        case mandateGiven = "mandate-given"
        case mandateRevoked = "mandate-revoked"
        /// A passkey of hers counted backwards: there are two of it.
        case passkeyCloned = "passkey-cloned"
        case phoneSet = "phone-set"
        /// To the number before.
        case phoneReplaced = "phone-replaced"
        /// Several misses in a row at a terminal, with her card.
        case terminalTries = "terminal-tries"
    }

    public let kind = kindName
    let parts: AccountParts

    public init(_ parts: AccountParts) {
        self.parts = parts
    }

    public static func enqueue(
        _ word: Word, for citizen: Token, _ world: World, in db: any SQLConnection
    ) throws(SQLError) {
        let key = Token(world).rawValue
        try JobStore.enqueue(
            NewJob(
                kind: kindName, key: key, payload: Array("\(citizen.rawValue) \(word.rawValue)".utf8),
                runAt: world.now()), in: db)
    }

    /// Tells a person at the number she had before: it stands in the job under her key.
    static func enqueue(
        _ word: Word, for citizen: Token, at former: Phone, _ vault: Vault, _ world: World,
        in db: any SQLConnection
    ) throws {
        let key = Token(world).rawValue
        let sealed = try vault.subject(citizen, in: db).sealText(former.text, at: place(key))
        try JobStore.enqueue(
            NewJob(
                kind: kindName, key: key,
                payload: Array("\(citizen.rawValue) \(word.rawValue) \(sealed.hex)".utf8), runAt: world.now()),
            in: db)
    }

    private static func place(_ key: String) -> FieldPlace { FieldPlace("jobs", "payload", row: key) }

    public func run(_ job: Job) async throws {
        let fields = String(decoding: job.payload, as: UTF8.self).split(separator: " ").map(String.init)
        guard (2...3).contains(fields.count), let citizen = Token(rawValue: fields[0]),
            let word = Word(rawValue: fields[1]),
            let key = Token(rawValue: job.key)
        else { throw JobHopeless(reason: "notice-unreadable") }
        let vault = parts.vault
        let (phone, language) = try await parts.engine.read { [self] db -> (Phone?, Language) in
            let language = try self.language(of: citizen, in: db)
            guard let person = try CitizenStore.find(citizen, vault: vault, in: db) else {
                return (nil, language)
            }
            guard fields.count == 3 else { return (person.phone, language) }
            guard let sealed = [UInt8](hex: fields[2]) else { throw JobHopeless(reason: "notice-unreadable") }
            let former = try vault.subject(citizen, in: db).openText(sealed, at: Self.place(job.key))
            return (Phone(former), language)
        }
        // Whoever has no phone sees it in her account.
        guard let phone else { return }
        let text = parts.words.phrases(language)("message.account.\(word.rawValue)")
        do {
            try await parts.messages.send(text, to: phone, key: key)
            try await note(citizen)
        } catch let error as PortError {
            guard error.isSilence else { throw error }
            throw JobPostponed(until: parts.world.now() + .seconds(60), reason: "gateway-silent")
        }
    }

    /// In which she spoke last, at a terminal or in her account; messages about a case speak as it was handed in.
    ///
    /// A sign-in has no say before it has settled: it may be a stranger's, who would choose what she cannot read.
    private func language(of citizen: Token, in db: any SQLConnection) throws(SQLError) -> Language {
        let signIn = try AccountSessionStore.language(
            of: citizen, before: parts.world.now() - parts.settle, in: db)
        let visit = try SessionStore.language(of: citizen, in: db)
        return [signIn, visit].compactMap(\.self).max { $0.at < $1.at }?.spoken ?? .mandarin
    }

    /// Her phone's number went to the gateway; she finds that it did.
    private func note(_ citizen: Token) async throws {
        let parts = parts
        try await parts.engine.write { db in
            let subject: [UInt8]
            do {
                subject = try parts.vault.subject(citizen, in: db).commitment()
            } catch VaultError.shredded {
                return
            }
            try parts.identity.audit.append(
                AuditAct(
                    "message.sent", actor: .system("accounts"), purpose: "account", caseNumber: nil,
                    subject: subject, fields: ["phone"], decision: "sent"), in: db)
        }
    }
}
