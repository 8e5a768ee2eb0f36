import Base
public import Hummingbird
public import Storage
import Vault

/// The key of an act whose answer is kept in the act's own transaction, so that either both are there or neither.
///
/// The act keeps its answer last, with ``keep(_:in:)``. When that is refused, another request did the act first: the
/// transaction is thrown away and the first answer is given again.
public struct ActKey: Sendable {
    fileprivate let scope: ActScope
    fileprivate let requestHash: [UInt8]
    fileprivate let vault: Vault
    fileprivate let world: World

    /// - Returns: False when the key was used before; the caller throws its transaction away.
    public func keep(_ answer: [UInt8], in db: any SQLConnection) throws -> Bool {
        let sealed = try scope.seal(answer, vault)
        return try IdempotencyStore.insert(
            scope.hash, requestHash: requestHash, answer: sealed, at: world.now(), in: db)
    }

    /// The answer that was kept under the key; nil when there is none.
    ///
    /// - Throws: `Problem` 422 when the key was used for another request, 409 while that one is at work.
    public func answer(in db: any SQLConnection) throws -> [UInt8]? {
        guard let row = try IdempotencyStore.find(scope.hash, in: db) else { return nil }
        guard row.requestHash == requestHash else { throw Problem("key-reused", .unprocessableContent) }
        guard let sealed = row.answer else {
            throw Problem("in-flight", .conflict, headers: [.retryAfter: "2"])
        }
        return try scope.open(sealed, vault)
    }
}

extension Idempotency {
    /// The key of a request whose act keeps its own answer.
    ///
    /// **Errors:** `Problem` 400 when the request names none.
    public func key(of request: Request, _ context: EgretContext, body: [UInt8]) throws -> ActKey {
        let key = try IdempotencyKey.of(request, nil)
        return ActKey(
            scope: ActScope(key, context), requestHash: Self.requestHash(request, body), vault: vault,
            world: world)
    }
}
