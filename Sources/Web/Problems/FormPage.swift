import HTTPTypes
import Hummingbird

/// The page on which a refused form of the desk stood.
struct FormPage {
    /// Where a form that came back stood first: the browser takes it for one of the address to which it was sent.
    static let fieldName = "form_page"

    let routes: RouteTable

    /// - Returns: The page of a form that came back before, else the one that the browser says it came from, else the nearest
    ///   one above the form's own route; nil when nothing was posted at the desk, or there is no such page.
    func address(of request: Request, _ form: Form?, _ context: EgretContext) -> String? {
        guard context.surface == .staff, request.method == .post else { return nil }
        let former = form?[Self.fieldName].flatMap { $0.hasPrefix("/") && Address.isLocal($0) ? $0 : nil }
        let origin = [former, Self.origin(of: request)].lazy.compactMap(\.self).first { address in
            routes.methods(of: String(address.prefix { $0 != "?" })).contains(.get)
        }
        return origin ?? section(of: request, context.endpointPath)
    }

    /// The page that a browser says it came from: nothing but one of this very site, since the header is the sender's word.
    static func origin(of request: Request) -> String? {
        guard let text = request.headers[.referer], let host = request.head.authority else { return nil }
        for scheme in ["https://", "http://"] where text.hasPrefix("\(scheme)\(host)/") {
            let address = String(text.dropFirst(scheme.count + host.count).prefix { $0 != "#" })
            return Address.isLocal(address) ? address : nil
        }
        return nil
    }

    private func section(of request: Request, _ pattern: String?) -> String? {
        guard let pattern, pattern != "NotFound" else { return nil }
        let names = pattern.split(separator: "/")
        let path = request.uri.path.split(separator: "/")
        guard names.count == path.count else { return nil }
        let pages = routes.patterns(of: .get)
        for length in stride(from: names.count, to: 0, by: -1)
        where pages.contains("/" + names.prefix(length).joined(separator: "/")) {
            let address = "/" + path.prefix(length).joined(separator: "/")
            return Address.isLocal(address) ? address : nil
        }
        return nil
    }
}
