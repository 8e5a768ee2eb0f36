public import Base
import Identity
import Storage
import Vault
import Web

/// Sends a code to the phone of a volunteer of this station whose number was typed at one of its terminals.
///
/// The page says the same, and takes as long, for a number that nobody has, that has ended, or that is another
/// station's.
public struct CallHelper: Sendable {
    /// Calls within an hour at one terminal.
    static let perTerminalMax = 12
    /// Codes for one volunteer within an hour, over all terminals of her station.
    static let perVolunteerMax = 20
    static let hour = Duration.seconds(3_600)

    /// The station of a terminal; nil for one that is not admitted.
    public typealias StationOf = @Sendable (_ terminal: String) async throws -> String?

    let parts: AssistanceParts
    let station: StationOf
    let messages: any MessagePort
    let words: Words
    let last = LastSendings()

    /// - Throws: ``AssistanceRefused``: unreadable, too many, somebody helps here already.
    public func callAsFunction(
        _ typed: String, at terminal: String, language: Language, requestID: String
    ) async throws {
        guard let number = Volunteer.normalised(typed) else { throw AssistanceRefused.numberUnreadable }
        let here = try await station(terminal)
        let (now, id, code) = (parts.world.now(), Token(parts.world), LoginCode.make(parts.world))
        let called = try await parts.engine.write { [parts] db -> Volunteer? in
            let end = EndHelp(parts: parts)
            if let former = try AssistanceStore.open(at: terminal, in: db) {
                guard former.begunAt == nil else { throw AssistanceRefused.alreadyHere }
                try end.one(former, because: .unused, at: now, requestID, in: db)
            }
            guard
                try AssistanceStore.callsAt(terminal, since: now - Self.hour, in: db) < Self.perTerminalMax
            else { throw AssistanceRefused.tooMany }
            var volunteer = try VolunteerStore.find(number: number, vault: parts.vault, in: db)
            // She gets no more messages than these; the page goes on as for a number that nobody has.
            if let found = volunteer {
                let calls = try AssistanceStore.callsFor(found.id, since: now - Self.hour, in: db)
                let mayHelp = found.retiredAt == nil && found.station == here && calls < Self.perVolunteerMax
                if !mayHelp { volunteer = nil }
            }
            try AssistanceStore.call(
                Assistance(
                    id: id, terminal: terminal, volunteer: volunteer?.id,
                    codeHash: Self.hash(code, call: id, parts.vault), codeUntil: now + LoginCode.life,
                    calledAt: now, begunAt: nil, session: nil, isTold: false, caseNumber: nil, aside: nil),
                in: db)
            return volunteer
        }
        try await send(code, to: called?.phone, key: id, language)
    }

    /// A gateway that is silent shows in no answer: the code can be asked for again.
    private func send(_ code: String, to phone: Phone?, key: Token, _ language: Language) async throws {
        guard let phone else {
            _ = try await last.imitate(parts.world)
            return
        }
        let text = words.phrases(language)("message.helper-code", ["code": code])
        try? await last.measure(parts.world.steady) {
            try await messages.send(text, to: phone, key: key)
        }
    }

    /// What is stored: keyed, over code and call, so that neither fits anywhere else.
    static func hash(_ code: String, call: Token, _ vault: Vault) -> [UInt8] {
        vault.term(BlindIndex("assistances.code", bits: 256), call.rawValue + "|" + code)
    }
}
