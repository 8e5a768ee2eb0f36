import Base
import Catalogue
public import Hummingbird
import HTTPTypes
import Vault
public import Web

/// The language in which departments write services, for the editors they write in.
///
///     GET /api/v1/schemas/{schema}    the JSON Schema of one kind of file, such as `service.schema.json`
public struct SchemaRoutes: Sendable {
    private struct Published {
        let bytes: [UInt8]
        let entityTag: String
    }

    private let schemas: [String: Published]

    /// Reads every schema once; `base` is the house's public address.
    public init(base: String) throws {
        schemas = try Dictionary(
            uniqueKeysWithValues: FileSchema.allCases.map { schema in
                let bytes = Array(try schema.text(publishedAt: "\(base)/api/v1/schemas").utf8)
                return (
                    schema.name,
                    Published(bytes: bytes, entityTag: "\"\(Digest.sha256(bytes).prefix(4).hex)\"")
                )
            })
    }

    public func add(to router: Router<EgretContext>) {
        router.get("api/v1/schemas/{schema}", use: show)
    }

    @Sendable func show(_ request: Request, _ context: EgretContext) async throws -> Response {
        guard let schema = schemas[context.parameters.get("schema") ?? ""] else { throw Problem.notFound }
        return request.answer(
            schema.bytes, tagged: schema.entityTag,
            headers: [.contentType: "application/schema+json", .cacheControl: "public, max-age=60"])
    }
}
