/// The objects of a PDF file, found through its cross-reference tables, the newest first.
///
/// Written for the check of printed papers and for nothing else in the house, so that it shares no mistake with the
/// code that draws and seals them.
struct PDFFile {
    enum Broken: Error, Hashable {
        case noTable
        case object(Int)
        case stream(Int)
        case noPages
    }

    private static let tablesMax = 8

    let bytes: [UInt8]
    private let offsets: [Int: Int]
    private let root: Int

    init(_ bytes: [UInt8]) throws(Broken) {
        self.bytes = bytes
        guard let mark = Self.last("startxref", in: bytes) else { throw .noTable }
        var lexer = PDFLexer(bytes[...], at: mark + 9)
        var offsets: [Int: Int] = [:]
        var root: Int?
        var next = lexer.next()?.int
        for _ in 0..<Self.tablesMax {
            guard let place = next else { break }
            let trailer = try Self.table(bytes, at: place, into: &offsets)
            if root == nil, case .reference(let number) = trailer["Root"] { root = number }
            next = trailer["Prev"]?.int
        }
        guard let root else { throw .noTable }
        self.offsets = offsets
        self.root = root
    }

    /// The dictionaries of the pages, first page first.
    func pages() throws(Broken) -> [[String: PDFLexer.Token]] {
        guard case .dictionary(let catalog) = try object(root),
            case .dictionary(let tree) = try resolved(catalog["Pages"]),
            case .array(let kids) = try resolved(tree["Kids"])
        else { throw .noPages }
        var pages: [[String: PDFLexer.Token]] = []
        for kid in kids {
            guard case .dictionary(let page) = try resolved(kid) else { throw .noPages }
            pages.append(page)
        }
        guard !pages.isEmpty else { throw .noPages }
        return pages
    }

    /// What a value is, behind its reference if it is one.
    func resolved(_ token: PDFLexer.Token?) throws(Broken) -> PDFLexer.Token? {
        guard case .reference(let number) = token else { return token }
        return try object(number)
    }

    /// The plain bytes of a stream object.
    func stream(_ token: PDFLexer.Token?) throws(Broken) -> [UInt8] {
        guard case .reference(let number) = token else { throw .stream(0) }
        var lexer = try lexer(at: number)
        guard case .dictionary(let entries) = lexer.next(), case .word("stream") = lexer.next(),
            let length = try resolved(entries["Length"])?.int
        else { throw .stream(number) }
        var start = lexer.place
        if start < bytes.count, bytes[start] == 13 { start += 1 }
        if start < bytes.count, bytes[start] == 10 { start += 1 }
        guard length >= 0, start + length <= bytes.count else { throw .stream(number) }
        let raw = bytes[start..<start + length]
        switch try resolved(entries["Filter"]) {
        case nil: return Array(raw)
        case .name("FlateDecode"), .array([.name("FlateDecode")]):
            guard let plain = Inflate.bytes(raw) else { throw .stream(number) }
            return plain
        default: throw .stream(number)
        }
    }

    private func object(_ number: Int) throws(Broken) -> PDFLexer.Token {
        var lexer = try lexer(at: number)
        guard let token = lexer.next() else { throw .object(number) }
        return token
    }

    private func lexer(at number: Int) throws(Broken) -> PDFLexer {
        guard let offset = offsets[number], (0..<bytes.count).contains(offset) else { throw .object(number) }
        var lexer = PDFLexer(bytes[...], at: offset)
        guard lexer.next() == .number(Double(number)), lexer.next() == .number(0),
            lexer.next() == .word("obj")
        else { throw .object(number) }
        return lexer
    }

    /// Reads one table; what a newer one said about an object stands.
    private static func table(
        _ bytes: [UInt8], at place: Int, into offsets: inout [Int: Int]
    ) throws(Broken) -> [String: PDFLexer.Token] {
        guard (0..<bytes.count).contains(place) else { throw .noTable }
        var lexer = PDFLexer(bytes[...], at: place)
        guard lexer.next() == .word("xref") else { throw .noTable }
        while let token = lexer.next() {
            if token == .word("trailer") { break }
            guard let first = token.int, let count = lexer.next()?.int, count >= 0 else { throw .noTable }
            for number in first..<first + count {
                guard let offset = lexer.next()?.int, lexer.next() != nil, let kind = lexer.next() else {
                    throw .noTable
                }
                if kind == .word("n"), offsets[number] == nil { offsets[number] = offset }
            }
        }
        guard case .dictionary(let trailer) = lexer.next() else { throw .noTable }
        return trailer
    }

    private static func last(_ word: StaticString, in bytes: [UInt8]) -> Int? {
        let mark = Array(word.description.utf8)
        var place = bytes.count - mark.count
        while place >= 0 {
            if bytes[place] == mark[0], bytes[place..<place + mark.count].elementsEqual(mark) { return place }
            place -= 1
        }
        return nil
    }
}
