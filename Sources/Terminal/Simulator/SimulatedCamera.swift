import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Synchronization
import Wire

/// A camera before which somebody of the sandbox stands: the picture is fetched at the moment it is asked for.
final class SimulatedCamera: Camera {
    private let http: HTTPClient
    private let sandbox: String
    private let face = Mutex<String?>(nil)

    init(http: HTTPClient, sandbox: String) {
        self.http = http
        self.sandbox = sandbox
    }

    /// Who stands there; nil leaves the picture to the page's own camera.
    var faceID: String? {
        get { face.withLock { $0 } }
        set { face.withLock { $0 = newValue } }
    }

    func take() async throws(FaceRefused) -> [UInt8]? {
        guard let faceID else { return nil }
        let name = faceID.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let request = HTTPClientRequest(url: sandbox + "/faces/" + name + ".jpg")
        do {
            let answer = try await http.execute(request, timeout: .seconds(3))
            guard answer.status == .ok else { throw FaceRefused.out }
            return [UInt8](try await answer.body.collect(upTo: FaceCapture.bytesMax).readableBytesView)
        } catch {
            throw .out
        }
    }

    func works() async -> Bool { true }
}
