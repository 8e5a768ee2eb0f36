import Base
public import Foundation
public import Hummingbird
import HTTPTypes
import NIOCore
public import Storage
public import Web

/// The log for everybody, read-only: C2SP tlog-tiles below `/audit`, receipts, and a page for people.
///
///     GET  /audit                    what this is, with size and root
///     GET  /audit/checkpoint         the last signed checkpoint
///     GET  /audit/tile/{level}/**    hashes, or with `entries` the leaves
///     GET  /audit/key                the key that signs
///     GET  /audit/proof/{leaf}       the receipt of one leaf, once a checkpoint covers it
public struct AuditRoutes: Sendable {
    /// The words of the page.
    public static let bundle = Bundle.module
    private static let unchanging = "public, max-age=31536000, immutable"

    private let engine: any SQLEngine
    private let tree: AuditTree
    private let frame: Frame
    private let delayed: @Sendable () async throws -> (now: Int64, ever: Int64)

    /// - Parameters:
    ///   - engine: Where the log is kept.
    ///   - origin: The log's name.
    ///   - keys: Every key that has signed this log, the present one last; not empty.
    ///   - frame: What the page stands in.
    ///   - delayed: How many acts are shown to their persons later, now and ever.
    public init(
        engine: any SQLEngine, origin: String, keys: [VerifierKey], frame: Frame,
        delayed: @escaping @Sendable () async throws -> (now: Int64, ever: Int64) = { (0, 0) }
    ) {
        precondition(!keys.isEmpty, "a log has a key")
        self.engine = engine
        tree = AuditTree(origin: origin, keys: keys)
        self.frame = frame
        self.delayed = delayed
    }

    public func add(to router: Router<EgretContext>) {
        router.get("audit", use: page)
        router.get("audit/checkpoint", use: checkpoint)
        router.get("audit/tile/{level}/**", use: tile)
        router.get("audit/key", use: key)
        router.get("audit/proof/{leaf}", use: proof)
    }

    @Sendable func page(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let status = try await engine.read { db in try AuditStatus.read(in: db) }
        return AuditPage(
            origin: tree.origin, status: status, key: tree.keys.last?.description ?? "",
            delayed: try await delayed()
        ).html(frame, context)
    }

    /// As it is kept: a checkpoint that was tampered with is for whoever counts the log again to find, not to be kept from her.
    @Sendable func checkpoint(_ request: Request, _ context: EgretContext) async throws -> Response {
        let stored = try await engine.read { db in try AuditRecords.lastCheckpoint(in: db) }
        guard let stored else { throw Problem.notFound }
        return Self.text(stored.note, caching: "public, max-age=1")
    }

    @Sendable func tile(_ request: Request, _ context: EgretContext) async throws -> Response {
        let path = try
            ([context.parameters.require("level")] + context.parameters.getCatchAll().map(String.init))
            .joined(separator: "/")
        guard let id = TileID(path: path) else { throw Problem.notFound }
        let bytes = try await engine.read { [tree] db in try tree.content(of: id, in: db) }
        guard let bytes else { throw Problem.notFound }
        return Response(
            status: .ok,
            headers: [.contentType: "application/octet-stream", .cacheControl: Self.unchanging],
            body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    @Sendable func key(_ request: Request, _ context: EgretContext) async throws -> Response {
        Self.text(tree.keys.map { "\($0)\n" }.joined(), caching: "public, max-age=60")
    }

    @Sendable func proof(_ request: Request, _ context: EgretContext) async throws -> Response {
        guard let leaf = try Token(rawValue: context.parameters.require("leaf")) else {
            throw Problem.notFound
        }
        let receipt: AuditReceipt? = try await engine.read { [tree] db in
            do {
                return try tree.receipt(for: leaf, in: db)
            } catch AuditError.unknownLeaf {
                return nil
            }
        }
        if let receipt { return Self.text(receipt.text, caching: "no-store") }
        let isPending = try await engine.read { db in try AuditRecords.isPending(leaf, in: db) }
        throw isPending ? Problem("try-again", .serviceUnavailable, headers: [.retryAfter: "1"]) : .notFound
    }

    private static func text(_ text: String, caching: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: caching],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
