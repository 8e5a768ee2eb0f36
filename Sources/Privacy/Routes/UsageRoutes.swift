public import Catalogue
public import Hummingbird
public import Web
import Foundation
import HTTPTypes
import NIOCore

/// Who looked at my data, for the signed-in person's own programs.
///
///     GET  /api/v1/me/usage                       `limit`, `offset`, `periodStart`, `periodEnd`, `processingType`
///     GET  /account/requests/{number}/copy.json   the copy that was asked for, for seven days
public struct UsageRoutes: Sendable {
    let frame: Frame
    let verbs: PrivacyVerbs
    let catalogue: Catalogue
    let known: PrivacyRoutes.Known
    /// As `known`, and proved a short while ago: for the copy of everything.
    let proved: PrivacyRoutes.Known

    public init(
        frame: Frame, verbs: PrivacyVerbs, catalogue: Catalogue, known: @escaping PrivacyRoutes.Known,
        proved: @escaping PrivacyRoutes.Known
    ) {
        self.frame = frame
        self.verbs = verbs
        self.catalogue = catalogue
        self.known = known
        self.proved = proved
    }

    public func add(to router: Router<EgretContext>) {
        router.get("api/v1/me/usage", use: usage)
        router.get("account/requests/{number}/copy.json", use: copy)
    }

    @Sendable func usage(_ request: Request, _ context: EgretContext) async throws -> Response {
        let person = try await known(context)
        let question = try UsageQuestion(request)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Self.json(try encoder.encode(try await answer(question, person, context)))
    }

    @Sendable func copy(_ request: Request, _ context: EgretContext) async throws -> Response {
        let person = try await proved(context)
        guard let number = context.parameters.get("number").flatMap(RequestNumber.init) else {
            throw PrivacyRefused.unknownRequest
        }
        let looks = try await answer(.everything, person, context)
        let copy = try await verbs.copy(number, of: person, looks: looks, requestID: context.requestID)
        var response = Self.json(copy)
        response.headers[.contentDisposition] = "attachment; filename=\"egret-\(number).json\""
        return response
    }

    private func answer(
        _ question: UsageQuestion, _ person: PersonHere, _ context: EgretContext
    ) async throws -> UsageAnswer {
        let part = try await verbs.looked(person, countMax: WhoLooked.actsMax)
        let phrases = frame.phrases(context)
        let sources = verbs.sources(catalogue)
        return UsageAnswer(part.looks, question) { look in
            LookWords(look: look, sources: sources, phrases: phrases)
        }
    }

    private static func json(_ bytes: Data) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
