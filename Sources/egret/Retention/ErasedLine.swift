import Base
import Vault

/// One line of the list of what is not to come back: whose, when and what.
struct ErasedLine: Hashable {
    enum Kind: String, CaseIterable {
        /// Her key and her rows are gone.
        case erased
        /// Forms she never submitted and the bytes of her papers are gone; the rest waits for a law's day.
        case forgotten
        /// Her account is closed.
        case closed
    }

    let kind: Kind
    let id: Token
    let at: Instant

    init(_ kind: Kind, _ id: Token, at: Instant) {
        self.kind = kind
        self.id = id
        self.at = at
    }

    /// - Returns: Nil for what ``text`` never writes.
    init?(_ text: Substring) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), let at = Int64(parts[0]),
            let id = Token(rawValue: String(parts[1]))
        else { return nil }
        guard parts.count == 3 else {
            self.init(.erased, id, at: Instant(milliseconds: at))
            return
        }
        guard let kind = Kind(rawValue: String(parts[2])), kind != .erased else { return nil }
        self.init(kind, id, at: Instant(milliseconds: at))
    }

    /// Moment and id; behind them what was done, unless the person was erased.
    var text: String {
        "\(at.milliseconds) \(id.rawValue)" + (kind == .erased ? "" : " \(kind.rawValue)")
    }
}
