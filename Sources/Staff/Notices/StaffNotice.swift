import Base
public import Identity
public import Storage
import Vault
public import Web

/// Tells people at work by a message to their phones that the desk wants them: the job of it.
///
/// The words name nobody and no case; a silent gateway puts it off, nothing loses it.
public struct StaffNotice: JobHandler {
    static let kindName = "staff.notice"

    public enum Word: String, Sendable, CaseIterable {
        /// Somebody broke the glass.
        case glassBroken = "glass-broken"
        /// Nobody has said in time whether it had to be broken.
        case glassOverdue = "glass-overdue"
        /// A look at somebody whom nobody has a reason to look at.
        case alert
        /// The console gives somebody another device, or fills an officer's place.
        case recovery
        /// She has one more device.
        case deviceAdded = "device-added"
        /// A passkey that is held twice.
        case passkeyCloned = "passkey-cloned"
        /// Steps of her office were not decided in time.
        case stepsLate = "steps-late"
        /// A file of a case at which she works turned out to be infected.
        case fileInfected = "file-infected"
        /// Offices below hers have been late for days.
        case stepsEscalated = "steps-escalated"
    }

    public let kind = kindName
    let parts: StaffParts
    let messages: any MessagePort
    let words: Words
    let figures: DeskFigures

    public init(
        _ parts: StaffParts, messages: any MessagePort, words: Words, figures: DeskFigures = DeskFigures()
    ) {
        self.parts = parts
        self.messages = messages
        self.words = words
        self.figures = figures
    }

    /// One message to each of these, sent after the transaction; the same for who has no phone, to whom nothing goes.
    static func enqueue(
        _ word: Word, for accounts: [StaffAccount], _ world: World, in db: any SQLConnection
    ) throws(SQLError) {
        for account in accounts { try enqueue(word, for: account, key: Token(world), world, in: db) }
    }

    /// A key that was used before sends nothing again.
    static func enqueue(
        _ word: Word, for account: StaffAccount, key: Token, _ world: World, in db: any SQLConnection
    ) throws(SQLError) {
        try JobStore.enqueue(
            NewJob(
                kind: kindName, key: key.rawValue,
                payload: Array("\(account.id) \(word.rawValue)".utf8), runAt: world.now()), in: db)
    }

    public func run(_ job: Job) async throws {
        let fields = String(decoding: job.payload, as: UTF8.self).split(separator: " ").map(String.init)
        guard fields.count == 2, let word = Word(rawValue: fields[1]), let key = Token(rawValue: job.key)
        else { throw JobHopeless(reason: "notice-unreadable") }
        let account = try await parts.engine.read { [parts] db in
            try StaffAccountStore.find(fields[0], vault: parts.vault, in: db)
        }
        // Whoever has no phone sees it on every page of the desk.
        guard let account, account.state == .active, let phone = account.phone else { return }
        let text = words.phrases(.mandarin)(
            "message.staff.\(word.rawValue)",
            ["hours": "\(word == .recovery ? figures.recoveryHours : figures.reviewHours)"])
        do {
            try await messages.send(text, to: phone, key: key)
        } catch {
            guard error.isSilence else { throw error }
            throw JobPostponed(until: parts.world.now() + .seconds(60), reason: "gateway-silent")
        }
    }
}
