import Hummingbird
import HTTPTypes
import Logging

/// Turns every thrown error into an answer for its reader, and writes its cause to the log once.
///
/// Stands before all other middleware of the router, because Hummingbird answers its own errors outside the chain.
struct ProblemMiddleware: RouterMiddleware {
    let frame: Frame
    let routes: RouteTable

    func handle(
        _ request: Request, context: EgretContext, next: (Request, EgretContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            var problem = Problem(error)
            if context.endpointPath == "NotFound" { problem = unrouted(request) }
            log(problem, context)
            context.notes.ended(in: problem)
            return ProblemAnswer(frame: frame, routes: routes).response(problem, to: request, context)
        }
    }

    private func unrouted(_ request: Request) -> Problem {
        let methods = routes.methods(of: request.uri.path)
        guard !methods.isEmpty else { return .notFound }
        let allowed = Set(methods.map(\.rawValue)).union(methods.contains(.get) ? ["HEAD"] : [])
        return Problem(
            "method-not-allowed", .methodNotAllowed,
            headers: [.allow: allowed.sorted().joined(separator: ", ")])
    }

    private func log(_ problem: Problem, _ context: EgretContext) {
        guard problem.cause != nil || problem.status.kind == .serverError else { return }
        context.logger.log(
            level: problem.status.kind == .serverError ? .error : .notice, "problem",
            metadata: ["problem": .string(problem.slug), "cause": .string(problem.cause ?? "")])
    }
}
