public import Catalogue
public import Hummingbird
public import Web
import Foundation
import HTTPTypes
import NIOCore

/// Who looked at my data, for the signed-in person's own programs.
///
///     GET  /api/v1/me/usage   `limit`, `offset`, `periodStart`, `periodEnd`, `processingType`
public struct UsageRoutes: Sendable {
    let frame: Frame
    let verbs: PrivacyVerbs
    let catalogue: Catalogue
    let known: PrivacyRoutes.Known

    public init(
        frame: Frame, verbs: PrivacyVerbs, catalogue: Catalogue, known: @escaping PrivacyRoutes.Known
    ) {
        self.frame = frame
        self.verbs = verbs
        self.catalogue = catalogue
        self.known = known
    }

    public func add(to router: Router<EgretContext>) {
        router.get("api/v1/me/usage", use: usage)
    }

    @Sendable func usage(_ request: Request, _ context: EgretContext) async throws -> Response {
        let person = try await known(context)
        let question = try UsageQuestion(request)
        let part = try await verbs.looked(person, countMax: WhoLooked.actsMax)
        let phrases = frame.phrases(context)
        let sources = verbs.sources(catalogue)
        let answer = UsageAnswer(part.looks, question) { look in
            LookWords(look: look, sources: sources, phrases: phrases)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Response(
            status: .ok,
            headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: try encoder.encode(answer))))
    }
}
