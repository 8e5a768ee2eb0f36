import Base
import Hummingbird
import HTTPTypes
import Web

/// By what a browser is known again: an unguessable name, of which only the hash is stored; it opens nothing.
enum DeviceCookie {
    static let name = "__Host-egret-device"
    /// Unit: seconds.
    ///
    /// A browser not used for so long is a new one.
    static let life = 180 * 86_400

    static func device(of request: Request) -> String? {
        request.cookies[name].flatMap { Token(rawValue: $0.value) }?.rawValue
    }

    static func give(_ device: String, to response: inout Response) {
        response.headers.append(
            .init(
                name: .setCookie,
                value: "\(name)=\(device); Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=\(life)"))
    }
}
