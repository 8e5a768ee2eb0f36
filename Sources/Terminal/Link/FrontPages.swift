import Base
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// The centre's last front page in each display, so that whoever steps up sees something while the line is slow.
///
/// Only what was answered without a session is kept, so nothing in it is about anybody; and none is shown while a
/// helper is at the screen, whom every page names.
final class FrontPages: Sendable {
    /// How long somebody waits before a kept page is shown.
    static let patience = Duration.seconds(2)
    static let bytesMax = 256 * 1_024
    static let displaysMax = 32

    struct Page: Sendable {
        let headers: HTTPFields
        let body: ByteBuffer

        var response: Response { Response(status: .ok, headers: headers, body: .init(byteBuffer: body)) }
    }

    private struct State {
        var pages: [String: Page] = [:]
        /// Whether a helper is at the screen, or may be.
        var isHelped = false
    }

    private let state = Mutex(State())

    /// The kept page of a display; nil when there is none, or when a helper may be at the screen.
    func page(_ display: String) -> Page? {
        state.withLock { $0.isHelped ? nil : $0.pages[display] }
    }

    func keep(_ page: Page, _ display: String) {
        state.withLock { state in
            if state.pages[display] == nil, state.pages.count >= Self.displaysMax { state.pages = [:] }
            state.pages[display] = page
        }
    }

    /// Takes account of what is being asked: what is pressed about help may bring it, whatever becomes of the answer.
    func ask(_ method: String, _ target: String) {
        guard method == "POST", target.hasPrefix("/assistance/") else { return }
        state.withLock { $0.isHelped = true }
    }

    /// Takes account of what the centre says with an answer: only a page without the sign says that nobody helps.
    func hear(isHelped: Bool, isPage: Bool) {
        guard isHelped || isPage else { return }
        state.withLock { $0.isHelped = isHelped }
    }
}
