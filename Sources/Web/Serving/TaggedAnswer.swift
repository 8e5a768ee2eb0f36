public import HTTPTypes
public import Hummingbird
import NIOCore

extension Request {
    /// A file with the tag of its bytes; who has that already gets no bytes again.
    public func answer(_ bytes: [UInt8], tagged entityTag: String, headers: HTTPFields) -> Response {
        var headers = headers
        headers[.eTag] = entityTag
        if self.headers[.ifNoneMatch]?.contains(entityTag) == true {
            return Response(status: .notModified, headers: headers)
        }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
