import Testing

@testable import Audit

@Suite struct TileIDTests {
    @Test(arguments: [
        (TileID(.level(0), 0, width: 256), "tile/0/000"),
        (TileID(.level(0), 67, width: 5), "tile/0/067.p/5"),
        (TileID(.level(1), 1_234_067, width: 256), "tile/1/x001/x234/067"),
        (TileID(.entries, 1_000, width: 255), "tile/entries/x001/000.p/255"),
        (TileID(.level(7), 999, width: 1), "tile/7/999.p/1"),
    ])
    func aPathIsWrittenAndReadBack(id: TileID, path: String) {
        #expect(id.path == path)
        #expect(TileID(path: path.dropFirst(5)) == id)
    }

    @Test(arguments: [
        "", "0", "0/", "0/00", "0/0000", "00/000", "64/000", "-1/000", "+0/000", "0/000.p/0", "0/000.p/256",
        "0/000.p/01", "0/000.p", "0/x000/001", "0/x001", "0/001/001", "0/x001/x001", "entries/-01", "0/+01",
        "0/-98/-98/-98/-98/-98/-98/-98/-98/-98", "data/000", "0/000/",
        "0/x999/x999/x999/x999/x999/x999/x999/999",
    ])
    func aPathOfAnyOtherFormIsRefused(path: String) {
        #expect(TileID(path: path) == nil)
    }

    @Test func aTreeOfSeventyThousandHasTheTilesOfTheSpecification() {
        #expect(TileID.width(level: 0, index: 272, treeSize: 70_000) == 256)
        #expect(TileID.width(level: 0, index: 273, treeSize: 70_000) == 112)
        #expect(TileID.width(level: 0, index: 274, treeSize: 70_000) == 0)
        #expect(TileID.width(level: 1, index: 1, treeSize: 70_000) == 17)
        #expect(TileID.width(level: 2, index: 0, treeSize: 70_000) == 1)
        #expect(TileID.width(level: 3, index: 0, treeSize: 70_000) == 0)
    }
}
