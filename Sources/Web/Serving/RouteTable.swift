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
