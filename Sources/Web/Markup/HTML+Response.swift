public import Hummingbird
import HTTPTypes

/// A page answers a request as `200 text/html`, never stored by anything on the way.
extension HTML: ResponseGenerator {
    public func response(from request: Request, context: some RequestContext) throws -> Response {
        response()
    }

    public func response(status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
        let page = RefusedForm.current?.shown(on: self) ?? self
        var headers = headers
        headers[.contentType] = "text/html; charset=utf-8"
        headers[.cacheControl] = "no-store"
        return Response(
            status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: page.bytes)))
    }
}
