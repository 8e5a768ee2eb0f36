import Vault

/// The hashes of RFC 6962 section 2.1, which every transparency log of this family uses.
enum MerkleHash {
    static let length = 32

    /// The root of a tree without leaves.
    static let empty = Digest.sha256([])

    static func leaf(_ bytes: [UInt8]) -> [UInt8] {
        var input: [UInt8] = []
        input.reserveCapacity(bytes.count + 1)
        input.append(0)
        input.append(contentsOf: bytes)
        return Digest.sha256(input)
    }

    static func node(_ left: some Sequence<UInt8>, _ right: some Sequence<UInt8>) -> [UInt8] {
        var input: [UInt8] = []
        input.reserveCapacity(1 + 2 * length)
        input.append(1)
        input.append(contentsOf: left)
        input.append(contentsOf: right)
        return Digest.sha256(input)
    }

    /// The root of a perfect subtree over hashes that stand one after the other; their number is a power of two.
    static func perfect(_ hashes: ArraySlice<UInt8>) -> [UInt8] {
        var row = Array(hashes)
        while row.count > length {
            var above: [UInt8] = []
            above.reserveCapacity(row.count / 2)
            for start in stride(from: 0, to: row.count, by: 2 * length) {
                above += node(row[start..<start + length], row[start + length..<start + 2 * length])
            }
            row = above
        }
        return row
    }

    /// The root over perfect subtrees of falling size, left to right.
    static func fold(_ peaks: [[UInt8]]) -> [UInt8] {
        guard let last = peaks.last else { return empty }
        return peaks.dropLast().reversed().reduce(last) { node($1, $0) }
    }
}
