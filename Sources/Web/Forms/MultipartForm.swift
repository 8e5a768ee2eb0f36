import Base
import Foundation
import HTTPTypes
public import Hummingbird
import NIOCore
import Vault

/// The parts of a `multipart/form-data` body (RFC 7578): fields of text, and files.
public struct MultipartForm: Sendable {
    /// What a browser sent under `<input type=file>`; its own name for it is left behind.
    public struct File: Sendable, Hashable {
        /// The field's name.
        public let field: String
        public let bytes: [UInt8]
    }

    /// **Range:** more parts than this are refused.
    static let partsMax = 60
    /// **Unit:** bytes of one part's head.
    private static let headMax = 2_048

    public let form: Form
    /// Those with something in them: a field without a choice sends an empty one.
    public let files: [File]

    /// **Errors:** ``FormRefusal/unreadable`` when the body is not such a form from its beginning to its end.
    public init(_ body: [UInt8], contentType: String) throws(FormRefusal) {
        guard let boundary = Self.boundary(contentType) else { throw .unreadable }
        let data = Data(body)
        let line = Data("\r\n--\(boundary)".utf8)
        // The first boundary may stand at the very beginning.
        guard let opening = data.range(of: line.dropFirst(2)),
            opening.lowerBound == 0 || data[..<opening.lowerBound].suffix(2) == Data("\r\n".utf8)
        else { throw .unreadable }
        var fields: [(String, String)] = []
        var files: [File] = []
        var at = opening.upperBound
        while true {
            let rest = data[at...]
            if rest.starts(with: Data("--".utf8)) { break }
            guard fields.count + files.count < Self.partsMax, rest.starts(with: Data("\r\n".utf8)),
                let headEnd = data.range(of: Data("\r\n\r\n".utf8), in: at..<data.endIndex),
                headEnd.lowerBound - at <= Self.headMax,
                let closing = data.range(of: line, in: headEnd.upperBound..<data.endIndex)
            else { throw .unreadable }
            let head = String(decoding: data[at..<headEnd.lowerBound], as: UTF8.self)
            let content = data[headEnd.upperBound..<closing.lowerBound]
            guard let part = Self.disposition(head) else { throw .unreadable }
            if part.isFile {
                if !content.isEmpty { files.append(File(field: part.name, bytes: [UInt8](content))) }
            } else {
                guard let text = String(validating: content, as: UTF8.self) else { throw .unreadable }
                fields.append((part.name, text))
            }
            at = closing.upperBound
        }
        form = Form(fields, bytes: Self.digest(fields, files))
        self.files = files
    }

    /// What was sent, whatever the boundary between its parts, which is another at each press.
    private static func digest(_ fields: [(String, String)], _ files: [File]) -> [UInt8] {
        let parts =
            fields.map { Array($0.utf8) + [0] + Digest.sha256(Array($1.utf8)) }
            + files.map { Array($0.field.utf8) + [1] + Digest.sha256($0.bytes) }
        return Digest.sha256(parts.flatMap { Digest.sha256($0) })
    }

    private static func boundary(_ contentType: String) -> String? {
        let parts = contentType.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
        guard parts.first?.lowercased() == "multipart/form-data",
            let parameter = parts.dropFirst().first(where: { $0.lowercased().hasPrefix("boundary=") })
        else { return nil }
        var value = parameter.dropFirst("boundary=".count)
        if value.hasPrefix("\""), value.hasSuffix("\""), value.utf8.count >= 2 {
            value = value.dropFirst().dropLast()
        }
        let isPlain = value.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "\"") }
        return isPlain && (1...70).contains(value.utf8.count) ? String(value) : nil
    }

    /// Name and kind of a part, from its `Content-Disposition`.
    private static func disposition(_ head: String) -> (name: String, isFile: Bool)? {
        let lines = head.split(separator: "\r\n").map(String.init)
        guard let line = lines.first(where: { $0.lowercased().hasPrefix("content-disposition:") }),
            let name = line.firstMatch(of: /[;\s]name="([^"]{1,100})"/)
        else { return nil }
        return (String(name.1), line.contains(/[;\s]filename\*?=/))
    }
}

/// The form of a browser's POST with files in it.
///
/// A body above the route's limit is read to its end and thrown away, up to the surface's own limit, so that the browser
/// shows the answer instead of a broken connection.
///
/// **Errors:** as ``form(of:_:)``.
public func multipart(of request: Request, _ context: EgretContext) async throws -> MultipartForm {
    let type = request.headers[.contentType] ?? ""
    guard type.lowercased().hasPrefix("multipart/form-data") else {
        throw Problem("bad-request", .unsupportedMediaType, cause: "not a form with files")
    }
    if context.bodyBytes == nil, let length = request.headers[.contentLength].flatMap(Int.init),
        length > context.bodyLimitBytes
    {
        try await discardBody(of: request, context)
        throw Problem("too-large", .contentTooLarge)
    }
    return try MultipartForm(try await body(of: request, context), contentType: type)
}

/// **Unit:** bytes of a body that nobody wants.
private let discardedMax = 128 << 20

/// Reads a body to its end and keeps nothing of it, so that who is still sending sees the answer.
///
/// `within` is how long that may take; by itself as long as the route's bodies may.
public func discardBody(
    of request: Request, _ context: EgretContext, within: Duration? = nil
) async throws {
    let isWhole = try await withThrowingTaskGroup(of: Bool.self) { group in
        group.addTask {
            var left = discardedMax
            for try await part in request.body {
                left -= part.readableBytes
                guard left >= 0 else { return false }
            }
            return true
        }
        group.addTask {
            try await context.steady.sleep(within ?? context.bodyDeadline)
            return false
        }
        defer { group.cancelAll() }
        return try await group.next() ?? false
    }
    try Task.checkCancellation()
    if isWhole { context.notes.bodyIsWhole(at: context.steady.now()) }
}
