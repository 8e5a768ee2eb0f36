import Base
public import Catalogue
public import Hummingbird
public import Web
import HTTPTypes
import NIOCore

/// The catalogue for programs: what is offered, each implementation list, and the schema of each form.
///
///     GET /api/v1/services                                  every service in short
///     GET /api/v1/services/{department}/{slug}              its implementation list
///     GET /api/v1/services/{department}/{slug}/form         the JSON Schema of its answers
public struct ServiceDocumentRoutes: Sendable {
    let catalogue: Catalogue
    /// The house's public address.
    let base: String

    public init(catalogue: Catalogue, base: String) {
        self.catalogue = catalogue
        self.base = base
    }

    public func add(to router: Router<EgretContext>) {
        router.get("api/v1/services", use: list)
        router.get("api/v1/services/{department}/{slug}", use: document)
        router.get("api/v1/services/{department}/{slug}/form", use: form)
    }

    @Sendable func list(_ request: Request, _ context: EgretContext) async throws -> Response {
        answer(["services": .list(catalogue.items.map(\.entry))], "application/json")
    }

    @Sendable func document(_ request: Request, _ context: EgretContext) async throws -> Response {
        answer(try item(context).document, "application/json")
    }

    @Sendable func form(_ request: Request, _ context: EgretContext) async throws -> Response {
        let item = try item(context)
        return answer(
            FormSchema(item).document(at: "\(base)/api/v1/services/\(item.id.rawValue)/form"),
            "application/schema+json")
    }

    private func item(_ context: EgretContext) throws(CaseRefused) -> ServiceItem {
        let (department, slug) = (
            context.parameters.get("department") ?? "", context.parameters.get("slug") ?? ""
        )
        guard let id = ServiceID(rawValue: "\(department)/\(slug)"), let item = catalogue[id] else {
            throw .unknownService
        }
        return item
    }

    private func answer(_ value: JSONValue, _ type: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: type, .cacheControl: "public, max-age=60"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: value.bytes)))
    }
}
