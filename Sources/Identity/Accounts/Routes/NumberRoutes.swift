import Base
import HTTPTypes
import Hummingbird
import Web

/// How a person sets her phone; the same on a terminal and in her account.
///
///     GET  /account/number        the number that is kept, and another
///     POST /account/number        a code is sent to it
///     POST /account/number/code   the code: from now on it is hers
struct NumberRoutes: Sendable {
    typealias Act = (SetPhone.Asker) async throws -> Response

    let frame: Frame
    let world: World
    let verb: SetPhone
    let idempotency: Idempotency
    /// Where she goes on when it is done.
    let next: String
    /// Finds who asks and does what she asks for; who has to prove herself first is sent to do so.
    let asking: @Sendable (_ context: EgretContext, _ act: Act) async throws -> Response

    func add(to router: Router<EgretContext>) {
        router.get("account/number", use: page)
        router.post("account/number", use: send)
        router.post("account/number/code", use: confirm)
    }

    @Sendable func page(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await asking(context) { asker in
            NumberPage(present: try await verb.present(of: asker), error: nil, key: Token(world))
                .html(frame, context).response(status: .ok)
        }
    }

    @Sendable func send(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            try await asking(context) { asker in
                do {
                    let phone = try await verb.send(
                        to: form["number"] ?? "", for: asker, language: context.language,
                        requestID: context.requestID)
                    return codePage(phone, nil, context).response(status: .ok)
                } catch let refusal as AccountRefused where refusal == .phoneUnreadable {
                    return NumberPage(
                        present: try await verb.present(of: asker), error: words(refusal, context),
                        key: Token(world)
                    ).html(frame, context).response(status: refusal.status)
                }
            }
        }
    }

    @Sendable func confirm(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            try await asking(context) { asker in
                let number = form["number"] ?? ""
                try verb.require(asker)
                do {
                    try await verb.confirm(
                        form.text("code", max: 60), to: number, for: asker, requestID: context.requestID)
                    return Response.redirect(to: next)
                } catch let refusal as any Refusal where AccountRoutes.isOfCode(refusal) {
                    guard let phone = Phone(number) else { throw AccountRefused.phoneUnreadable }
                    return codePage(phone, words(refusal, context), context).response(status: refusal.status)
                }
            }
        }
    }

    private func codePage(_ phone: Phone, _ error: String?, _ context: EgretContext) -> HTML {
        NumberCodePage(phone: phone, error: error, key: Token(world), againKey: Token(world))
            .html(frame, context)
    }

    private func words(_ refusal: any Refusal, _ context: EgretContext) -> String {
        frame.phrases(context).problem(inForm: refusal)
    }
}
