import Base
import Storage

/// A person's WeChat, as it is told of her cases.
struct WeChatBinding: Hashable, Sendable {
    let citizen: Token
    /// Her name towards this official account and no other; told to nobody but WeChat.
    let openID: String
    let channel: NoticeChannel
    let boundAt: Instant
    /// Since when WeChat takes the name for another official account's, so that she has to bind it anew; nil while it takes her
    /// messages.
    var elsewhereSince: Instant?

    /// What a page shows of it.
    var tail: String { WeChatScene.tail(openID) }
}

/// Which way her messages go.
enum NoticeChannel: String, Sendable, CaseIterable, SQLConvertible {
    case sms
    /// By WeChat; what a law wants told goes by SMS where WeChat does not take it.
    case wechat
    /// By WeChat, and by SMS where WeChat does not take it.
    case both
}

/// A picture that was shown to one person in one session, and what has become of it.
struct WeChatScene: Hashable, Sendable {
    /// How long the picture may be scanned.
    static let scanLife = Duration.seconds(5 * 60)
    /// From the picture to the code that was typed.
    static let life = Duration.seconds(10 * 60)
    static let codeTries = 3
    /// For one person within an hour.
    static let perHourMax = 5
    static let codeDigits = 4

    enum State: String, Sendable, CaseIterable, SQLConvertible {
        case waiting
        case scanned
        /// She said that it was she, and a code went to that WeChat.
        case asked
        case bound
        /// Given up, guessed at, or scanned by two.
        case dropped
    }

    let id: Token
    let asker: WeChatAsker
    var state: State
    /// What the picture shows.
    let address: String
    /// Whose WeChat has scanned it; nil while nobody's has.
    var openID: String?
    var codeHash: [UInt8]?
    var tries: Int
    let madeAt: Instant

    var isOpen: Bool { [.waiting, .scanned, .asked].contains(state) }

    func isOver(at now: Instant) -> Bool {
        let left = madeAt + (state == .waiting ? Self.scanLife : Self.life)
        return !isOpen || now >= left || now < madeAt - .seconds(60)
    }

    /// The last characters, by which nobody is found.
    static func tail(_ openID: String) -> String { "…" + openID.suffix(4) }
}
