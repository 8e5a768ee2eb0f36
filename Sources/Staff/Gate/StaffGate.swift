import Base
public import Hummingbird
public import Web
import HTTPTypes

/// Lets nobody through to a route of the desk who is not signed in and may not use it.
///
/// Stands before every route that is added after it; those that a listener adds by itself (health, figures, assets, the
/// choice of language) stand before it and are open to whoever reaches the listener.
public struct StaffGate: RouterMiddleware {
    let current: CurrentStaff
    let access: StaffAccessTable
    /// Routes that an open page asks again by itself, as in the table: they are nobody's act, and keep no session alive.
    let selfAsked: Set<String>
    /// What another room has to say on every page of somebody, where the desk itself has nothing.
    let elsewhere: Banner
    /// **Unit:** bytes of the largest form of the desk, which comes back to who was signed out meanwhile.
    let formBytesMax: Int

    static let door = "/sign-in"

    public typealias Banner = @Sendable (_ reader: StaffAccount) async throws -> FrameLink?

    public init(
        current: CurrentStaff, access: StaffAccessTable, selfAsked: Set<String> = [],
        formBytesMax: Int = 64 * 1_024, elsewhere: @escaping Banner = { _ in nil }
    ) {
        self.current = current
        self.access = access
        self.selfAsked = selfAsked
        self.elsewhere = elsewhere
        self.formBytesMax = formBytesMax
    }

    public func handle(
        _ request: Request, context: EgretContext, next: (Request, EgretContext) async throws -> Response
    ) async throws -> Response {
        // Nothing there: the answer is the same for everybody.
        guard let path = context.endpointPath, path != "NotFound" else {
            return try await next(request, context)
        }
        let method = request.method == .head ? .get : request.method
        let route = "\(method.rawValue) \(path)"
        let access = access[route]
        if access == .door { return try await next(request, context) }
        let presence: StaffPresence
        do {
            presence = try await current(token: context.sessionToken)
        } catch StaffRefused.sessionOver {
            if method == .get { return Response.redirect(to: Self.door) }
            if let owner = try await current.owner(token: context.sessionToken) {
                try await keepForm(
                    of: request, context, for: owner, until: Self.door, bytesMax: formBytesMax)
            }
            throw StaffRefused.sessionOver
        }
        if !selfAsked.contains(route) { try await current.keep(presence.session) }
        var context = context
        context.actor = presence.account.name.text
        context.owner = current.owner(presence.session.account)
        context.mayOpen = { [table = self.access] route in
            table["GET \(route)"]?.allows(presence.account) ?? false
        }
        guard let access else { throw StaffRefused.undeclared }
        guard access.allows(presence.account) else { throw StaffRefused.rightMissing }
        context.banner = try await banner(for: presence.account)
        return try await next(request, context)
    }

    /// What does not wait until its page is opened.
    private func banner(for reader: StaffAccount) async throws -> FrameLink? {
        let queries = StaffQueries(current.parts)
        let recoveries = try await queries.refusableRecoveries(for: reader)
        if recoveries > 0 {
            return FrameLink(
                label: "staff.recovery.banner", path: "/recoveries", values: ["count": "\(recoveries)"])
        }
        let waiting = try await queries.waitingGlasses(for: reader)
        guard waiting > 0 else { return try await elsewhere(reader) }
        return FrameLink(
            label: "staff.glass.banner", path: "/break-glass", values: ["count": "\(waiting)"])
    }
}
