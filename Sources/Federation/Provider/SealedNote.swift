import Base
import Foundation
import Vault

/// A note to ourselves that travels through a browser: sealed, of one kind, good for ten minutes.
///
/// The first request of a foreign site comes without the person's cookie, so nothing is stored for it; what it asked for
/// goes with her instead.
struct SealedNote<Content: Codable & Sendable>: Sendable {
    static var life: Duration { .seconds(600) }
    static var lengthMax: Int { 4_096 }

    let vault: Vault
    let world: World
    /// Keeps a note of one kind from being read as another.
    let kind: StaticString

    private struct Dated: Codable {
        let madeAtMs: Int64
        let content: Content
    }

    func text(_ content: Content) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let dated = Dated(madeAtMs: world.now().milliseconds, content: content)
        return Base64URL.encode(try vault.seal([UInt8](encoder.encode(dated)), at: place))
    }

    /// Nil when the text is no note of this kind, was changed, or is too old.
    func content(_ text: String?) -> Content? {
        guard let text, text.utf8.count <= Self.lengthMax, let sealed = Base64URL.decode(text),
            let plain = try? vault.open(sealed, at: place),
            let dated = try? JSONDecoder().decode(Dated.self, from: Data(plain))
        else { return nil }
        let age = world.now().since(Instant(milliseconds: dated.madeAtMs))
        return age <= Self.life && age >= .zero - .seconds(30) ? dated.content : nil
    }

    private var place: FieldPlace { FieldPlace("sealed_notes", "content", row: kind.description) }
}
