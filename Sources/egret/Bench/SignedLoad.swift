import Base
import Foundation
import Wire

extension BenchCrowd.Member {
    /// The bytes of a request as this member's terminal signs it.
    func request(
        _ method: String, _ path: String, body: [UInt8] = [], type: String? = nil, accept: String,
        world: World
    ) throws -> [UInt8] {
        let key = method == "POST" ? Token(world).rawValue : nil
        let covered = RequestSignature.Covered(
            method: method, target: path, body: body, session: token, idempotencyKey: key)
        let signed = try RequestSignature.headers(
            for: covered, terminalID: terminal, key: terminalKey, world: world)
        var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: \(accept)\r\n"
        for (name, value) in signed { head += "\(name): \(value)\r\n" }
        if let type { head += "Content-Type: \(type)\r\n" }
        if method == "POST" { head += "Content-Length: \(body.count)\r\n" }
        return Array((head + "\r\n").utf8) + body
    }
}
