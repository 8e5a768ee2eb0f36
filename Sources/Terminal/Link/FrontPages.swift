import Base
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// The centre's last front page in each display, so that whoever steps up sees something while the line is slow.
///
/// Only what was answered without a session is kept, so nothing in it is about anybody.
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

    private let pages = Mutex<[String: Page]>([:])

    func page(_ display: String) -> Page? {
        pages.withLock { $0[display] }
    }

    func keep(_ page: Page, _ display: String) {
        pages.withLock { pages in
            if pages[display] == nil, pages.count >= Self.displaysMax { pages = [:] }
            pages[display] = page
        }
    }
}
