/// That a leaf stands at an index of a tree: RFC 6962 section 2.1.1.
struct InclusionProof: Hashable, Sendable {
    let index: Int64
    let size: Int64
    /// From the leaf's sibling up to the root's child.
    let hashes: [[UInt8]]

    init(index: Int64, size: Int64, hashes: [[UInt8]]) {
        self.index = index
        self.size = size
        self.hashes = hashes
    }

    init(index: Int64, size: Int64, reader: inout TileReader) throws {
        precondition((0..<size).contains(index), "a leaf of the tree")
        var hashes: [[UInt8]] = []
        var range = 0..<size
        while range.upperBound - range.lowerBound > 1 {
            let middle = range.lowerBound + (range.upperBound - range.lowerBound).cut
            if index < middle {
                hashes.append(try reader.root(of: middle..<range.upperBound))
                range = range.lowerBound..<middle
            } else {
                hashes.append(try reader.root(of: range.lowerBound..<middle))
                range = middle..<range.upperBound
            }
        }
        self.init(index: index, size: size, hashes: hashes.reversed())
    }

    /// The root that the proof leads to; nil when it has too few or too many hashes for its place (RFC 9162 2.1.3.2).
    func root(leafHash: [UInt8]) -> [UInt8]? {
        guard index >= 0, index < size, hashes.allSatisfy({ $0.count == MerkleHash.length }) else {
            return nil
        }
        var place = index
        var last = size - 1
        var hash = leafHash
        for sibling in hashes {
            guard last > 0 else { return nil }
            if place & 1 == 1 || place == last {
                hash = MerkleHash.node(sibling, hash)
                while place & 1 == 0, place != 0 {
                    place >>= 1
                    last >>= 1
                }
            } else {
                hash = MerkleHash.node(hash, sibling)
            }
            place >>= 1
            last >>= 1
        }
        return last == 0 ? hash : nil
    }
}
