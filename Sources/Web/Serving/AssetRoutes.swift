import Foundation
import Hummingbird
import HTTPTypes

/// Style sheets, scripts and pictures.
///
///     GET  /assets/{hash}/**    one asset; immutable under its own hash
struct AssetRoutes: Sendable {
    let assets: Assets

    func add(to router: Router<EgretContext>) {
        router.get("assets/{hash}/**", use: show)
    }

    @Sendable func show(_ request: Request, _ context: EgretContext) async throws -> Response {
        let name = context.parameters.getCatchAll().joined(separator: "/")
        guard let asset = assets.asset(name), context.parameters.get("hash") == asset.hash else {
            throw Problem.notFound
        }
        return request.answer(
            asset.bytes, tagged: asset.entityTag,
            headers: [
                .contentType: Self.kind(of: name), .cacheControl: "public, max-age=31536000, immutable",
            ])
    }

    private static func kind(of name: String) -> String {
        switch name.split(separator: ".").last {
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "jpg": "image/jpeg"
        case "json": "application/json"
        case "woff2": "font/woff2"
        case "webm": "audio/webm"
        case "mp3": "audio/mpeg"
        default: "application/octet-stream"
        }
    }
}
