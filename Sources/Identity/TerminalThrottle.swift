import Base
import Storage
import Vault

/// Misses with a card at terminals: counted for a person at a terminal, over all persons at it, and over all terminals.
///
/// Only the first makes anybody wait: another person at the terminal, and the same person at another, notice nothing of
/// it. While somebody guesses at a terminal, or at many, there are fewer tries before the first wait.
/// Source: NIST SP 800-63B-4, 3.2.2 (100 misses in a row) and its limits for biometrics, 800-63B 5.2.3 (30 s after
/// five, an end at 50).
struct TerminalThrottle: Sendable {
    static let faceMissesMax = 50
    /// After so many misses in a row the person is told.
    static let tellsAfter = 3

    let factor: Factor
    let number: CitizenNumber
    let terminal: String
    let parts: IdentityParts

    private var scope: [UInt8] {
        parts.vault.term(ThrottleStore.index, "\(factor.rawValue)|\(number.text)|\(terminal)")
    }

    private var triesMax: Int { factor == .face ? Self.faceMissesMax : Throttle.triesMax }

    /// Takes a try before it is known whether it is right.
    ///
    /// - Throws: ``IdentityRefused/wait(seconds:)`` or ``IdentityRefused/closedHere`` while nobody is listened to.
    /// - Returns: How many there are in a row now, this one among them.
    func take(in db: any SQLConnection) throws -> Int {
        let now = parts.world.now()
        let found = try ThrottleStore.find(scope, in: db)
        let isGuessed =
            try GuessWatch.terminal(terminal).isOn(at: now, parts.vault, in: db)
            || GuessWatch.terminals.isOn(at: now, parts.vault, in: db)
        let free = isGuessed ? Throttle.freeTriesAmongGuesses : Throttle.freeTries
        switch found?.verdict(at: now, freeTries: free, triesMax: triesMax) ?? .welcome {
        case .welcome: return try ThrottleStore.count(scope, after: found, at: now, in: db)
        case .closed: throw IdentityRefused.closedHere
        case .wait(let until):
            throw IdentityRefused.wait(seconds: Int(until.since(now).components.seconds) + 1)
        }
    }

    /// What a wrong try leads to beside its own count; whoever is not known here costs the same statements.
    func missed(_ tries: Int, in db: any SQLConnection) throws {
        let now = parts.world.now()
        try GuessWatch.terminal(terminal).count(at: now, parts.vault, in: db)
        try GuessWatch.terminals.count(at: now, parts.vault, in: db)
        guard tries == Self.tellsAfter else { return }
        let person = try CitizenStore.findEvenly(number, vault: parts.vault, in: db)
        try AccountNotice.enqueue(
            .terminalTries, for: person?.id ?? Token(parts.world), parts.world, in: db)
    }

    /// Gives a try back that nobody has answered.
    func giveBack(in db: any SQLConnection) throws(SQLError) { try ThrottleStore.giveBack(scope, in: db) }

    func clear(in db: any SQLConnection) throws(SQLError) { try ThrottleStore.clear(scope, in: db) }
}
