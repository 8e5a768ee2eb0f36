/// Two texts line by line: what went, what came, and the lines around it.
public struct TextDifference: Sendable {
    public struct Line: Hashable, Sendable {
        public enum Kind: String, Sendable {
            case same
            case removed
            case added
            /// Lines that are the same and left out.
            case gap
        }

        public let kind: Kind
        /// In the new text; in the old one for what was removed.
        public let number: Int
        public let text: String
    }

    /// **Range:** longer differences are cut.
    public static let linesMax = 1_000
    static let around = 3
    /// **Range:** lines that are compared one by one, of both texts together.
    static let comparedMax = 2_000

    public let lines: [Line]

    public init(from old: String, to new: String) {
        let olds = old.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let news = new.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let (removed, added) = Self.changes(olds, news)
        var all: [Line] = []
        var (i, j) = (0, 0)
        while i < olds.count || j < news.count {
            if i < olds.count, removed.contains(i) {
                all.append(Line(kind: .removed, number: i + 1, text: olds[i]))
                i += 1
            } else if j < news.count, added.contains(j) {
                all.append(Line(kind: .added, number: j + 1, text: news[j]))
                j += 1
            } else {
                all.append(Line(kind: .same, number: j + 1, text: news[j]))
                (i, j) = (i + 1, j + 1)
            }
        }
        lines = Array(Self.shortened(all).prefix(Self.linesMax))
    }

    /// Which lines went and which came; what lies between equal ends is compared only as far as its size allows.
    private static func changes(_ olds: [String], _ news: [String]) -> (removed: Set<Int>, added: Set<Int>) {
        let head = zip(olds, news).prefix { $0 == $1 }.count
        let most = min(olds.count, news.count) - head
        let tail = zip(olds.reversed(), news.reversed()).prefix(most).prefix { $0 == $1 }.count
        let (old, new) = (head..<olds.count - tail, head..<news.count - tail)
        // The memory of a comparison grows with the square of what differs.
        guard old.count + new.count <= comparedMax else { return (Set(old), Set(new)) }
        var (removed, added): (Set<Int>, Set<Int>) = ([], [])
        for change in news[new].difference(from: olds[old]) {
            switch change {
            case .remove(let offset, _, _): removed.insert(head + offset)
            case .insert(let offset, _, _): added.insert(head + offset)
            }
        }
        return (removed, added)
    }

    public var isEmpty: Bool { lines.isEmpty }

    private static func shortened(_ all: [Line]) -> [Line] {
        var near = Set<Int>()
        for (index, line) in all.enumerated() where line.kind != .same {
            near.formUnion(max(0, index - around)...min(all.count - 1, index + around))
        }
        var lines: [Line] = []
        for (index, line) in all.enumerated() {
            if near.contains(index) {
                lines.append(line)
            } else if !near.isEmpty, lines.last.map({ $0.kind != .gap }) ?? true {
                lines.append(Line(kind: .gap, number: line.number, text: "…"))
            }
        }
        return near.isEmpty ? [] : lines
    }
}
