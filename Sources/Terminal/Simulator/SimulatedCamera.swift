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
    private let name = Mutex("SIMULATED-1")
    /// The sandbox draws a new picture for each number; 0 is the one in the authority's file.
    private let shot = Mutex(0)

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
        let name = faceID.addingPercentEncoding(withAllowedCharacters: Self.plain) ?? ""
        let number = shot.withLock { shot in
            shot = shot % 999 + 1
            return shot
        }
        let request = HTTPClientRequest(url: "\(sandbox)/faces/\(name)/\(number).jpg")
        do {
            let answer = try await http.execute(request, timeout: .seconds(3))
            guard answer.status == .ok else { throw FaceRefused.out }
            return [UInt8](try await answer.body.collect(upTo: FaceCapture.bytesMax).readableBytesView)
        } catch {
            throw .out
        }
    }

    func works() async -> Bool { true }
    func serial() async -> String? { name.withLock { $0 } }

    /// Puts another camera in this one's place.
    func swap() {
        name.withLock { $0 = $0 == "SIMULATED-1" ? "SIMULATED-2" : "SIMULATED-1" }
    }

    private static let plain = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-_"))
}
