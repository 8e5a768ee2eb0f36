public import Base
public import Hummingbird
public import Web
import HTTPTypes

/// A person's consents, at a terminal and in her account alike.
///
///     GET  /consents   each purpose, and whether it holds
///     POST /consents   given, or taken back
public struct ConsentRoutes: Sendable {
    let frame: Frame
    let world: World
    let ledger: ConsentLedger
    let idempotency: Idempotency
    let known: PrivacyRoutes.Known

    public init(
        frame: Frame, world: World, ledger: ConsentLedger, idempotency: Idempotency,
        known: @escaping PrivacyRoutes.Known
    ) {
        self.frame = frame
        self.world = world
        self.ledger = ledger
        self.idempotency = idempotency
        self.known = known
    }

    public func add(to routes: some RouterMethods<EgretContext>) {
        routes.get("consents", use: list)
        routes.post("consents", use: act)
    }

    @Sendable func list(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let person = try await known(context)
        let entries = try await ledger.all(of: person)
        return ConsentsPage(
            entries: entries, keys: entries.map { _ in Token(world) }, isByGuardian: person.guardian != nil
        ).html(frame, context)
    }

    @Sendable func act(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            let person = try await known(context)
            let purpose = form["purpose"] ?? ""
            switch form["act"] {
            case "give":
                try await ledger.give(
                    purpose, for: person, by: person.guardian ?? person.citizen,
                    requestID: context.requestID)
            case "withdraw":
                try await ledger.withdraw(purpose, of: person, requestID: context.requestID)
            default: throw PrivacyRefused.choiceUnknown
            }
            return Response.redirect(to: context.own("/consents"))
        }
    }
}
