import Hummingbird
import HTTPTypes
import Synchronization

/// Which methods each path answers, so that a wrong method is told apart from a wrong path.
final class RouteTable: Sendable {
    private let routes = Mutex<[(path: RouterPath, method: HTTPRequest.Method)]>([])

    func learn(_ described: [Router<EgretContext>.RouteDescription]) {
        routes.withLock { $0 = described.map { ($0.path, $0.method) } }
    }

    /// The methods of a path; empty when there is no such path.
    func methods(of path: String) -> [HTTPRequest.Method] {
        let parts = path.split(separator: "/")
        return routes.withLock { routes in
            routes.filter { Self.matches($0.path, parts) }.map(\.method)
        }
    }

    /// An address as it is, where it can be opened or is none of ours; else the nearest page above it.
    ///
    /// What answered a form stands at the form's address, and may not be a page.
    func page(at address: String) -> String {
        let path = address.prefix { $0 != "?" }
        let methods = methods(of: String(path))
        guard !methods.isEmpty, !methods.contains(.get) else { return address }
        var parts = path.split(separator: "/").dropLast()
        while !parts.isEmpty {
            let above = "/" + parts.joined(separator: "/")
            if self.methods(of: above).contains(.get) { return above }
            parts = parts.dropLast()
        }
        return "/"
    }

    /// The paths of a method as they were declared, each parameter as `{name}`.
    func patterns(of method: HTTPRequest.Method) -> Set<String> {
        routes.withLock { routes in
            Set(routes.lazy.filter { $0.method == method }.map { $0.path.description })
        }
    }

    private static func matches(_ pattern: RouterPath, _ parts: [Substring]) -> Bool {
        if pattern.components.last == .recursiveWildcard {
            return parts.count >= pattern.count
                && zip(pattern.dropLast(), parts).allSatisfy { $0.0 ~= $0.1 }
        }
        return pattern.count == parts.count && zip(pattern, parts).allSatisfy { $0.0 ~= $0.1 }
    }
}
