public import Base
public import Storage

/// The writing end of the audit log: a leaf goes into the transaction of the act it records.
///
/// If the leaf cannot be written, ``append(_:in:)`` throws, the transaction rolls back, and the act has not happened.
public struct AuditLog: Sendable {
    private let world: World

    public init(world: World) {
        self.world = world
    }

    /// Records an act; it enters the tree at the next checkpoint, at most a second after the commit.
    ///
    /// - Returns: The leaf's identifier, under which its receipt is served at `/audit/proof/<id>`.
    /// - Throws: ``AuditError`` when the act cannot be a leaf, ``SQLError`` when the leaf cannot be written. Let both through.
    @discardableResult
    public func append(_ act: AuditAct, in db: any SQLConnection) throws -> Token {
        let leaf = try AuditLeaf(act, id: Token(world), at: world.now())
        try AuditStore.insertPending(leaf, in: db)
        return leaf.id
    }
}
