/// Leaves as tlog-tiles serves them: each after its length in sixteen bits, big-endian.
enum EntryBundle {
    static func encode(_ leaves: [[UInt8]]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(leaves.reduce(0) { $0 + $1.count + 2 })
        for leaf in leaves {
            precondition(leaf.count <= AuditLeaf.bytesMax, "a length of sixteen bits")
            bytes.append(UInt8(leaf.count >> 8))
            bytes.append(UInt8(leaf.count & 0xFF))
            bytes.append(contentsOf: leaf)
        }
        return bytes
    }

    /// - Returns: Nil when the bytes end within a leaf.
    static func decode(_ bytes: [UInt8]) -> [[UInt8]]? {
        var leaves: [[UInt8]] = []
        var start = 0
        while start < bytes.count {
            guard start + 2 <= bytes.count else { return nil }
            let end = start + 2 + (Int(bytes[start]) << 8 | Int(bytes[start + 1]))
            guard end <= bytes.count else { return nil }
            leaves.append(Array(bytes[start + 2..<end]))
            start = end
        }
        return leaves
    }
}
