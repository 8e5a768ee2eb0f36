/// That a tree is the beginning of a larger one: RFC 6962 section 2.1.2.
struct ConsistencyProof: Hashable, Sendable {
    let oldSize: Int64
    let newSize: Int64
    let hashes: [[UInt8]]

    init(oldSize: Int64, newSize: Int64, hashes: [[UInt8]]) {
        self.oldSize = oldSize
        self.newSize = newSize
        self.hashes = hashes
    }

    init(oldSize: Int64, newSize: Int64, reader: inout TileReader) throws {
        precondition((1...newSize).contains(oldSize), "a tree that is not empty, in one that is not smaller")
        var hashes: [[UInt8]] = []
        var range = 0..<newSize
        var whole = true
        while range.upperBound != oldSize {
            let middle = range.lowerBound + (range.upperBound - range.lowerBound).cut
            if oldSize <= middle {
                hashes.append(try reader.root(of: middle..<range.upperBound))
                range = range.lowerBound..<middle
            } else {
                hashes.append(try reader.root(of: range.lowerBound..<middle))
                range = middle..<range.upperBound
                whole = false
            }
        }
        // The old tree itself is known to the reader of the proof; a part of it is not.
        if !whole { hashes.append(try reader.root(of: range)) }
        self.init(oldSize: oldSize, newSize: newSize, hashes: hashes.reversed())
    }

    /// Whether the proof ties the two roots together (RFC 9162 section 2.1.4.2).
    func connects(_ oldRoot: [UInt8], to newRoot: [UInt8]) -> Bool {
        guard oldSize > 0, oldSize <= newSize, hashes.allSatisfy({ $0.count == MerkleHash.length }) else {
            return false
        }
        guard oldSize < newSize else { return hashes.isEmpty && oldRoot == newRoot }
        var path = hashes[...]
        if oldSize & (oldSize - 1) == 0 { path = [oldRoot] + path }
        guard var oldHash = path.popFirst() else { return false }
        var newHash = oldHash
        var place = oldSize - 1
        var last = newSize - 1
        while place & 1 == 1 {
            place >>= 1
            last >>= 1
        }
        for sibling in path {
            guard last > 0 else { return false }
            if place & 1 == 1 || place == last {
                oldHash = MerkleHash.node(sibling, oldHash)
                newHash = MerkleHash.node(sibling, newHash)
                while place & 1 == 0, place != 0 {
                    place >>= 1
                    last >>= 1
                }
            } else {
                newHash = MerkleHash.node(newHash, sibling)
            }
            place >>= 1
            last >>= 1
        }
        return last == 0 && oldHash == oldRoot && newHash == newRoot
    }
}
