public import Base
public import Catalogue
public import Hummingbird
public import Web
import HTTPTypes

/// A person's notices, in her account.
///
///     GET  /account/notices   what she was told, and of which kinds she wants messages
///     POST /account/notices   a kind, wanted or not
public struct NoticeRoutes: Sendable {
    /// Who is signed in; throws when nobody is.
    public typealias Known = @Sendable (_ context: EgretContext) async throws -> Token

    let frame: Frame
    let world: World
    let catalogue: Catalogue
    let choices: NoticeChoices
    let idempotency: Idempotency
    let known: Known

    public init(
        frame: Frame, world: World, catalogue: Catalogue, choices: NoticeChoices, idempotency: Idempotency,
        known: @escaping Known
    ) {
        self.frame = frame
        self.world = world
        self.catalogue = catalogue
        self.choices = choices
        self.idempotency = idempotency
        self.known = known
    }

    /// `account` is the routes below `/account`.
    public func add(to account: some RouterMethods<EgretContext>) {
        account.get("notices", use: list)
        account.post("notices", use: choose)
    }

    @Sendable func list(_ request: Request, _ context: EgretContext) async throws -> HTML {
        NoticesPage(
            view: try await choices.view(of: known(context)), catalogue: catalogue,
            keys: NoticeKind.allCases.map { _ in Token(world) }
        ).html(frame, context)
    }

    @Sendable func choose(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            let citizen = try await known(context)
            guard let kind = form["kind"].flatMap(NoticeKind.init), let wanted = form["wanted"],
                ["yes", "no"].contains(wanted)
            else { throw NoticeRefused.choiceUnknown }
            try await choices.set(
                kind, wanted: wanted == "yes", by: citizen, requestID: context.requestID)
            return Response.redirect(to: "/account/notices")
        }
    }
}
