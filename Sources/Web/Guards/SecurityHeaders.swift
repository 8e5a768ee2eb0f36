import HTTPTypes
import Hummingbird

/// What a browser is told it may do with an answer: as little as our pages need.
struct SecurityHeaders: Sendable {
    let surface: Surface
    let nonce: String
    let strictTransportSeconds: Int?

    func add(to response: inout Response) {
        response.headers[.contentSecurityPolicy] = policy
        response.headers[.xContentTypeOptions] = "nosniff"
        // At the desk a refused form leads back to the list it came from; no other site is told.
        response.headers[Self.referrerPolicy] = surface == .staff ? "same-origin" : "no-referrer"
        response.headers[Self.openerPolicy] = "same-origin"
        response.headers[Self.resourcePolicy] = "same-origin"
        response.headers[Self.permissionsPolicy] = permissions
        if let strictTransportSeconds, surface != .terminal {
            response.headers[.strictTransportSecurity] =
                "max-age=\(strictTransportSeconds); includeSubDomains"
        }
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
    }

    private var policy: String {
        "default-src 'none'; script-src 'self' 'nonce-\(nonce)'; " + Self.rest
    }

    private static let rest = [
        "style-src 'self'", "img-src 'self' data: blob:", "media-src 'self' blob:", "font-src 'self'",
        "connect-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
        "object-src 'none'",
    ].joined(separator: "; ")

    private var permissions: String {
        let camera = surface == .terminal ? "camera=(self)" : "camera=()"
        // A terminal is everybody's: no device that belongs to one person is asked for there.
        let passkeys = surface == .terminal ? "()" : "(self)"
        return [
            camera, "microphone=()", "geolocation=()", "payment=()", "usb=()", "display-capture=()",
            "publickey-credentials-get=\(passkeys)", "publickey-credentials-create=\(passkeys)",
        ].joined(separator: ", ")
    }

    private static let referrerPolicy = HTTPField.Name.known("Referrer-Policy")
    private static let openerPolicy = HTTPField.Name.known("Cross-Origin-Opener-Policy")
    private static let resourcePolicy = HTTPField.Name.known("Cross-Origin-Resource-Policy")
    private static let permissionsPolicy = HTTPField.Name.known("Permissions-Policy")
}
