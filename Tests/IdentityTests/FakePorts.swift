import Base
import Identity
import Synchronization

/// The authority of the tests: the data choose its answer, and what it was asked is remembered.
///
/// A name of `无此人` is unknown to it, one of `断线` is never answered; a picture that ends in a zero is another face.
final class FakeAuthority: IdentityAuthority {
    private let claims = Mutex<[IdentityClaim]>([])
    /// What happens while the authority thinks.
    private let meanwhile = Mutex<(@Sendable () async throws -> Void)?>(nil)

    var asked: [IdentityClaim] { claims.withLock { $0 } }

    func whileAsked(_ act: @escaping @Sendable () async throws -> Void) {
        meanwhile.withLock { $0 = act }
    }

    func verdict(on claim: IdentityClaim, key: Token) async throws(PortError) -> IdentityVerdict {
        claims.withLock { $0.append(claim) }
        if let act = meanwhile.withLock({ $0 }) {
            do {
                try await act()
            } catch {
                throw .failed(system: "authority", code: "\(error)")
            }
        }
        switch claim.name {
        case "断线": throw .unreachable(system: "authority")
        case "无此人": return .identityMismatch(serial: "1")
        default: return claim.face?.last == 0 ? .faceMismatch(serial: "1") : .match(serial: "1")
        }
    }
}

/// The gateway of the tests keeps what it was given.
final class FakeMessages: MessagePort {
    struct Sent: Sendable {
        let text: String
        let phone: String

        /// The last run of six digits in the words.
        var code: String { String(text.filter(\.isNumber).prefix(6)) }
    }

    private let messages = Mutex<[Sent]>([])

    var sent: [Sent] { messages.withLock { $0 } }
    private let down = Mutex(false)
    /// What happens while the gateway works.
    private let meanwhile = Mutex<(@Sendable () -> Void)?>(nil)

    func takes(_ act: @escaping @Sendable () -> Void) { meanwhile.withLock { $0 = act } }

    var isDown: Bool {
        get { down.withLock { $0 } }
        set { down.withLock { $0 = newValue } }
    }

    func send(_ text: String, to phone: Phone, key: Token) async throws(PortError) {
        meanwhile.withLock { $0 }?()
        guard !isDown else { throw .unreachable(system: "messages") }
        messages.withLock { $0.append(Sent(text: text, phone: phone.text)) }
    }
}
