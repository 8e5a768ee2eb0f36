public import Base
import Foundation
public import Hummingbird
public import Storage
public import Vault

/// Makes an act of a person count once, however often it is sent (the header `Idempotency-Key`, or the form's field).
///
///     try await idempotency(request, context, form) { key in
///         …one verb, which may hand the key on…
///     }
///
/// The first answer is kept sealed (``ActScope``) and given again, a page only as long as its session goes on and to who may
/// see as much of it (``Masking``); another payload under the same key is refused with 422, a second request while the first is at work with 409, and one
/// without a key with 400. A refusal is not kept: nothing was done, so the person may correct and send again. Nor is an
/// answer that signs a stranger in: her codes count once by themselves.
public struct Idempotency: Sendable {
    /// After so long without an answer the server that took the key is taken for dead: it gives every request up
    /// sooner (``Listener/Settings/requestDeadline``).
    static let lease: Duration = .seconds(40)

    /// Whether the session that a request claims goes on.
    public typealias GoesOn = @Sendable (_ context: EgretContext) async throws -> Bool

    private let engine: any SQLEngine
    let vault: Vault
    let world: World
    private let goesOn: GoesOn

    public init(
        engine: any SQLEngine, vault: Vault, world: World, goesOn: @escaping GoesOn = { _ in true }
    ) {
        self.engine = engine
        self.vault = vault
        self.world = world
        self.goesOn = goesOn
    }

    public func callAsFunction(
        _ request: Request, _ context: EgretContext, _ form: Form,
        act: (Token) async throws -> some ResponseGenerator
    ) async throws -> Response {
        let key = try IdempotencyKey.of(request, form)
        return try await once(key, form.bytes, request, context, act: act)
    }

    public func callAsFunction(
        _ request: Request, _ context: EgretContext, body: [UInt8],
        act: (Token) async throws -> some ResponseGenerator
    ) async throws -> Response {
        let key = try IdempotencyKey.of(request, nil)
        return try await once(key, body, request, context, act: act)
    }

    /// Forgets keys older than seven days.
    ///
    /// - Returns: How many were forgotten, at most `limit`.
    public func prune(limit: Int) async throws -> Int {
        let before = world.now() - .seconds(7 * 86_400)
        return try await engine.write { try IdempotencyStore.prune(before: before, limit: limit, in: $0) }
    }

    /// Forgets the keys of acts that a former process of this machine had begun and did not end, so that the person's
    /// next press acts at once.
    ///
    /// Only for an engine that one process has to itself: where there are several, their keys lapse with their lease.
    public func forgetUnfinished() async throws {
        guard engine.dialect == .sqlite else { return }
        _ = try await engine.write { try IdempotencyStore.forgetUnfinished(in: $0) }
    }

    private func once(
        _ key: Token, _ body: [UInt8], _ request: Request, _ context: EgretContext,
        act: (Token) async throws -> some ResponseGenerator
    ) async throws -> Response {
        let scope = ActScope(key, context)
        let requestHash = Self.requestHash(request, body)
        if let answer = try await begin(scope, requestHash) {
            return answer.response(elseAt: context.place, isOver: try await !goesOn(context))
        }
        let response: Response
        do {
            response = try await act(key).response(from: request, context: context)
        } catch {
            try await release(scope.hash)
            throw error
        }
        // Without a session the key alone is the scope: whoever sent it again would be handed the first one's session.
        let isSignIn = context.sessionToken == nil && SessionCarrier.gives(response, on: context.surface)
        guard response.status.code < 400, !isSignIn else {
            try await release(scope.hash)
            return response
        }
        return try await keep(response, scope).response(elseAt: context.place)
    }

    /// The first answer, when there is one; nil when this request is the first.
    private func begin(_ act: ActScope, _ requestHash: [UInt8]) async throws -> StoredAnswer? {
        let (now, scope) = (world.now(), act.hash)
        let isMine = try await engine.write { db throws -> Result<Bool, Taken> in
            if let row = try IdempotencyStore.find(scope, in: db) {
                guard row.requestHash == requestHash else { return .failure(.otherwise) }
                if let answer = row.answer { return .failure(.answered(answer)) }
                guard row.leasedUntil <= now else { return .success(false) }
                return .success(
                    try IdempotencyStore.renew(
                        scope, lapsed: row.leasedUntil, until: now + Self.lease, in: db))
            }
            return .success(
                try IdempotencyStore.begin(
                    scope, requestHash: requestHash, until: now + Self.lease, at: now, in: db))
        }
        switch isMine {
        case .success(true): return nil
        case .success(false): throw Problem("in-flight", .conflict, headers: [.retryAfter: "2"])
        case .failure(.otherwise): throw Problem("key-reused", .unprocessableContent)
        case .failure(.answered(let sealed)):
            let bytes = try act.open(sealed, vault)
            return try JSONDecoder().decode(StoredAnswer.self, from: Data(bytes))
        }
    }

    private func keep(_ response: Response, _ scope: ActScope) async throws -> StoredAnswer {
        let answer = try await StoredAnswer(response)
        let sealed = try scope.seal(Array(JSONEncoder().encode(answer)), vault)
        try await engine.write { try IdempotencyStore.finish(scope.hash, answer: sealed, in: $0) }
        return answer
    }

    private func release(_ scope: [UInt8]) async throws {
        try await engine.write { try IdempotencyStore.release(scope, in: $0) }
    }

    /// What was asked under the key.
    static func requestHash(_ request: Request, _ body: [UInt8]) -> [UInt8] {
        Digest.sha256(hash([request.method.rawValue, request.uri.path]) + Digest.sha256(body))
    }

    /// Each part with its length, so that no two lists of parts are one text.
    private static func hash(_ parts: [String]) -> [UInt8] {
        Digest.sha256(Array(parts.map { "\($0.utf8.count):\($0)" }.joined(separator: ",").utf8))
    }

    private enum Taken: Error, Sendable {
        case otherwise
        case answered([UInt8])
    }
}
