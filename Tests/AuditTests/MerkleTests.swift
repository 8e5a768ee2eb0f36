import Base
import Support
import Testing

@testable import Audit

@Suite struct MerkleTests {
    private static let tree = MemoryTree(size: 1_500)

    /// The tree of RFC 6962 computed as its section 2.1 is written, without any of our structures.
    private static func written(_ leaves: ArraySlice<[UInt8]>) -> [UInt8] {
        guard let first = leaves.first else { return MerkleHash.empty }
        guard leaves.count > 1 else { return MerkleHash.leaf(first) }
        var cut = 1
        while cut * 2 < leaves.count { cut *= 2 }
        let middle = leaves.startIndex + cut
        return MerkleHash.node(written(leaves[..<middle]), written(leaves[middle...]))
    }

    @Test(arguments: [0, 1, 2, 3, 4, 5, 7, 8, 9, 255, 256, 257, 511, 512, 513, 1_000])
    func theRootIsTheOneTheRFCDefines(size: Int) {
        #expect(Self.tree.roots[size] == Self.written(Self.tree.leaves[..<size]))
    }

    @Test func theRootsOfPublishedVectorsMatch() {
        // RFC 6962's reference vectors, as Certificate Transparency's tests carry them.
        let leaves = [
            "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
            "606162636465666768696a6b6c6d6e6f",
        ]
        var edge = MerkleEdge()
        var roots: [String] = []
        for leaf in leaves {
            _ = edge.append(MerkleHash.leaf([UInt8](hex: leaf) ?? []))
            roots.append(edge.root.hex)
        }
        #expect(roots.first == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")
        #expect(roots[1] == "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")
        #expect(roots.last == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")
    }

    @Test func anEdgePickedUpFromItsTilesGrowsTheSameTree() throws {
        for size in [1, 5, 255, 256, 257, 700, 1_023, 1_024, 1_280] {
            let reader = Self.tree
            var edge = try MerkleEdge(size: Int64(size)) { id in
                // The tile as it stood at that size is a prefix of the tile of the larger tree.
                try reader.tile(id)
            }
            #expect(edge.root == reader.roots[size])
            for leaf in reader.leaves[size..<size + 40] { _ = edge.append(MerkleHash.leaf(leaf)) }
            #expect(edge.root == reader.roots[size + 40])
        }
    }

    @Test func everyInclusionProofLeadsToItsRootAndToNoOther() throws {
        for size in Array(1...40) + [255, 256, 257, 700] {
            for index in Set([0, size / 3, size / 2, size - 1]) {
                var reader = Self.tree.reader(size: Int64(size))
                let proof = try InclusionProof(index: Int64(index), size: Int64(size), reader: &reader)
                let hash = MerkleHash.leaf(Self.tree.leaves[index])
                #expect(proof.root(leafHash: hash) == Self.tree.roots[size])
                #expect(proof.root(leafHash: MerkleHash.leaf([9])) != Self.tree.roots[size])
                let longer = InclusionProof(
                    index: proof.index, size: proof.size, hashes: proof.hashes + [hash])
                #expect(longer.root(leafHash: hash) != Self.tree.roots[size])
                guard size > 1 else { continue }
                let shorter = InclusionProof(
                    index: proof.index, size: proof.size, hashes: Array(proof.hashes.dropLast()))
                #expect(shorter.root(leafHash: hash) == nil)
            }
        }
    }

    @Test func everyConsistencyProofTiesItsTwoRootsAndNoOthers() throws {
        for newSize in Array(1...20) + [64, 255, 256, 257, 700] {
            for oldSize in Set([1, (newSize + 1) / 2, max(1, newSize - 1), newSize]) {
                var reader = Self.tree.reader(size: Int64(newSize))
                let proof = try ConsistencyProof(
                    oldSize: Int64(oldSize), newSize: Int64(newSize), reader: &reader)
                let (old, new) = (Self.tree.roots[oldSize], Self.tree.roots[newSize])
                #expect(proof.connects(old, to: new))
                #expect(!proof.connects(MerkleHash.leaf([9]), to: new))
                #expect(!proof.connects(old, to: MerkleHash.leaf([9])))
                let longer = ConsistencyProof(
                    oldSize: proof.oldSize, newSize: proof.newSize, hashes: proof.hashes + [old])
                #expect(!longer.connects(old, to: new))
                let shorter = ConsistencyProof(
                    oldSize: proof.oldSize, newSize: proof.newSize, hashes: Array(proof.hashes.dropLast()))
                #expect(proof.hashes.isEmpty || !shorter.connects(old, to: new))
            }
        }
    }
}
