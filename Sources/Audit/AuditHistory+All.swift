public import Storage

extension AuditHistory {
    /// How many leaves are in memory at a time.
    private static let pageSize: Int64 = 5_000

    /// Every act in the order of the log, then those of the last second, which still wait for their place.
    ///
    /// - Throws: ``AuditError/broken(_:)`` when a leaf is none, ``SQLError``, and what the closure throws.
    public static func forEach(in db: any SQLConnection, _ body: (Act) throws -> Void) throws {
        var index: Int64 = 0
        while true {
            let leaves = try AuditRecords.leaves(index..<index + pageSize, in: db)
            for leaf in leaves { try body(act(leaf.bytes, leaf.index)) }
            guard leaves.count == pageSize else { break }
            index += pageSize
        }
        for leaf in try AuditStore.pending(leavesMax: .max, in: db) { try body(act(leaf.bytes, .max)) }
    }
}
