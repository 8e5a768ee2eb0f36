import Base
import Synchronization
import Wire

/// The one session of the citizen at the screen: in this process's memory and nowhere else.
final class SessionMemory: Sendable {
    struct Session: Sendable {
        let token: String
        /// The subject's commitment; nil until somebody has identified.
        var subject: [UInt8]?
        /// The commitment of the one for whom this person acts; nil while she is there for herself.
        var actingFor: [UInt8]?
        let startedAt: Duration
        /// Which visit it belongs to: an answer that comes after its visit has ended is thrown away.
        let visit: Int
    }

    private struct State {
        var visit = 0
        var session: Session?
        var lastActivityAt = Duration.zero
        var isLarge = false
        /// In which the visit's pages were asked for last; nil before the first.
        var language: Language?
        /// Whether the browser holds pages of somebody whose session is over.
        var isStained = false
        /// Sessions whose end the centre has not heard of yet.
        var owed: [String] = []
        /// Tokens that were the session's and are no more, the newest last.
        var former: [String] = []

        /// The present token is never taken again, whatever answer brings it.
        mutating func retire() {
            guard let token = session?.token else { return }
            former.append(token)
            if former.count > formerMax { former.removeFirst() }
        }
    }

    /// An old answer that comes again, from a page that is still open somewhere, is one of the last few visits'.
    private static let formerMax = 64

    private let uptime: Uptime
    private let state = Mutex(State())

    init(uptime: Uptime) {
        self.uptime = uptime
    }

    var visit: Int { state.withLock { $0.visit } }
    var session: Session? { state.withLock { $0.session } }
    /// Session and visit as they belong together.
    var present: (session: Session?, visit: Int) { state.withLock { ($0.session, $0.visit) } }

    /// Notes a sign of the citizen.
    func touch() {
        state.withLock { $0.lastActivityAt = uptime.now() }
    }

    /// Notes how the browser wants its pages.
    func show(large: Bool, in language: Language) {
        state.withLock { ($0.isLarge, $0.language) = (large, language) }
    }

    var isLarge: Bool { state.withLock { $0.isLarge } }

    /// The language of the visit that is going on; nil without one.
    var language: Language? { state.withLock { $0.session == nil ? nil : $0.language } }

    /// Keeps what an answer says about the session; the session's age survives a change of token.
    ///
    /// - Returns: Whether the centre has just ended the session.
    @discardableResult
    func absorb(token: String?, subject: String?, actingFor: String? = nil, visit: Int) -> Bool {
        state.withLock { state in
            guard visit == state.visit else {
                // Opened for somebody who has gone: nobody shall have it.
                if let token, token != WireHeader.ended, !state.former.contains(token) {
                    state.owed.append(token)
                }
                return false
            }
            if token == WireHeader.ended {
                defer { state.session = nil }
                state.retire()
                state.visit += 1
                if state.session != nil { state.isStained = true }
                return state.session != nil
            }
            if let token {
                guard !state.former.contains(token) else { return false }
            }
            if let token, token != state.session?.token {
                state.retire()
                // Alone it is of a service that is begun, in which nobody is known yet: whoever stood there before, or for whom
                // she acted, is not this session's.
                let goesOn = subject != nil || actingFor != nil
                state.session = Session(
                    token: token, subject: goesOn ? state.session?.subject : nil,
                    actingFor: goesOn ? state.session?.actingFor : nil,
                    startedAt: state.session?.startedAt ?? uptime.now(), visit: visit)
            }
            if let subject, let bytes = [UInt8](hex: subject) { state.session?.subject = bytes }
            // Once in a visit: whoever acts for one person never acts for the next.
            if let actingFor, let bytes = [UInt8](hex: actingFor), state.session?.actingFor == nil {
                state.session?.actingFor = bytes
            }
            return false
        }
    }

    /// Forgets the session; what the centre must still hear of it waits in ``owed``.
    func forget() {
        state.withLock { state in
            if let token = state.session?.token { state.owed.append(token) }
            state.retire()
            state.session = nil
            state.language = nil
            state.isStained = false
            state.visit += 1
        }
    }

    /// Whether the centre has ended a session whose pages the browser still holds, for ``forget()`` to follow.
    var isStained: Bool { state.withLock { $0.isStained && $0.session == nil } }

    var owed: [String] { state.withLock { $0.owed } }

    func settle(_ token: String) {
        state.withLock { $0.owed.removeAll { $0 == token } }
    }

    /// How long what the centre said when it ended a session stays on the screen of somebody who does nothing.
    static let readingMax = Duration.seconds(60)

    /// Whether the citizen is surely gone: no sign for `idleMax`, or a session older than `ageMax`.
    func isOver(idleMax: Duration, ageMax: Duration) -> Bool {
        state.withLock { state in
            let now = uptime.now()
            guard let session = state.session else {
                return state.isStained && now - state.lastActivityAt > Self.readingMax
            }
            return now - state.lastActivityAt > idleMax || now - session.startedAt > ageMax
        }
    }
}
