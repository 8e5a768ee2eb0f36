import Base
import Synchronization

/// The access token of the account: in memory alone, never written down, and asked for anew shortly before its end.
final class WeChatTokens: Sendable {
    private struct Kept: Sendable {
        let text: String
        let until: Instant
    }

    /// How long before its end a token is not used any more; WeChat gives a new one from five minutes before on.
    static let margin = Duration.seconds(60)

    private let world: World
    private let kept = Mutex<Kept?>(nil)

    init(_ world: World) {
        self.world = world
    }

    /// Nil when there is none that is good for a minute; a clock that was set back makes none young.
    var current: String? {
        let now = world.now()
        return kept.withLock { kept in
            guard let kept, now + Self.margin < kept.until, kept.until.since(now) <= WeChatForm.tokenLifeMax
            else { return nil }
            return kept.text
        }
    }

    func keep(_ text: String, for seconds: Int64) {
        let until = world.now() + .seconds(seconds)
        kept.withLock { $0 = Kept(text: text, until: until) }
    }

    /// Forgets one that WeChat has refused; another call may have fetched a newer one since.
    func forget(_ text: String) {
        kept.withLock { if $0?.text == text { $0 = nil } }
    }
}
