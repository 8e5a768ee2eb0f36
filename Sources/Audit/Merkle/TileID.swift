/// The place of a tile or an entry bundle in the log, as C2SP tlog-tiles names it.
struct TileID: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        /// Hashes of perfect subtrees of 256^level leaves.
        case level(Int)
        /// The leaves themselves.
        case entries
    }

    /// Hashes, or leaves, in a full tile.
    static let widthMax = 256
    /// 256^8 leaves are more than 64 bits can count.
    static let levelMax = 7

    let kind: Kind
    let index: Int64
    /// **Range:** 1 to 256; below 256 the tile is partial.
    let width: Int

    /// The full width of a tile in a tree, 0 when the tree has no such tile.
    static func width(level: Int, index: Int64, treeSize: Int64) -> Int {
        let hashes = treeSize >> (8 * Int64(level))
        // Compared in tiles: an index that somebody made up need not fit when it is multiplied.
        guard index <= hashes / Int64(widthMax) else { return 0 }
        return Int(min(Int64(widthMax), hashes - index * Int64(widthMax)))
    }

    /// `tile/0/x001/234.p/5`, relative to the log's prefix.
    var path: String {
        let level =
            switch kind {
            case .level(let number): String(number)
            case .entries: "entries"
            }
        return "tile/\(level)/\(Self.path(of: index))" + (width < Self.widthMax ? ".p/\(width)" : "")
    }

    init(_ kind: Kind, _ index: Int64, width: Int) {
        self.kind = kind
        self.index = index
        self.width = width
    }

    /// Reads what follows `tile/`; nil unless it is exactly what ``path`` writes.
    init?(path: some StringProtocol) {
        let parts = String(path).split(separator: "/", omittingEmptySubsequences: false).map { String($0) }
        guard let first = parts.first, parts.count >= 2 else { return nil }
        let kind: Kind
        if first == "entries" {
            kind = .entries
        } else {
            guard let level = Int(first), (0...63).contains(level) else { return nil }
            kind = .level(level)
        }
        var places = Array(parts.dropFirst())
        var width = Self.widthMax
        if places.count >= 2, places[places.count - 2].hasSuffix(".p") {
            guard let number = Int(places.removeLast()), (1..<Self.widthMax).contains(number) else {
                return nil
            }
            width = number
            places[places.count - 1].removeLast(2)
        }
        var index: Int64 = 0
        for place in places {
            guard let number = Int64(place.suffix(3)), (0...999).contains(number), index < 1 << 52 else {
                return nil
            }
            index = index * 1_000 + number
        }
        self.init(kind, index, width: width)
        guard self.path == "tile/" + path else { return nil }
    }

    private static func path(of index: Int64) -> String {
        var number = index
        var text = digits(number % 1_000)
        while number >= 1_000 {
            number /= 1_000
            text = "x\(digits(number % 1_000))/\(text)"
        }
        return text
    }

    private static func digits(_ number: Int64) -> String {
        let text = String(number)
        return String(repeating: "0", count: 3 - text.count) + text
    }
}
