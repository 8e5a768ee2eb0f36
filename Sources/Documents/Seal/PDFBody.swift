/// A PDF with one classic cross-reference table, as Cairo writes it, read just far enough to append to it.
struct PDFBody {
    let bytes: [UInt8]
    /// Object numbers go from 1 to one less.
    let size: Int
    let root: Int
    let info: Int?
    let xrefOffset: Int
    private let offsets: [Int: Int]

    init(_ bytes: [UInt8]) throws(SealFault) {
        self.bytes = bytes
        guard let mark = bytes.lastRange(of: "startxref"),
            let offset = bytes.integer(after: mark.upperBound), offset < mark.lowerBound
        else { throw SealFault(what: "no startxref") }
        guard bytes.starts(with: "xref", at: offset) else { throw SealFault(what: "no classic xref") }
        xrefOffset = offset
        guard let trailer = bytes.range(of: "trailer", from: offset) else {
            throw SealFault(what: "no trailer")
        }
        guard let size = bytes.integer(afterKey: "/Size", from: trailer.upperBound),
            let root = bytes.integer(afterKey: "/Root", from: trailer.upperBound)
        else { throw SealFault(what: "no root") }
        self.size = size
        self.root = root
        info = bytes.integer(afterKey: "/Info", from: trailer.upperBound)
        offsets = try Self.offsets(bytes, table: offset + 4, size: size)
    }

    /// The text of an object that holds a dictionary and no stream, from `<<` to `>>`.
    func dictionary(_ number: Int) throws(SealFault) -> String {
        guard let offset = offsets[number], bytes.starts(with: "\(number) 0 obj", at: offset),
            let end = bytes.range(of: "endobj", from: offset),
            let open = bytes.range(of: "<<", from: offset), open.lowerBound < end.lowerBound,
            let close = bytes[open.lowerBound..<end.lowerBound].lastIndex(of: UInt8(ascii: ">"))
        else { throw SealFault(what: "object \(number) is no dictionary") }
        return String(decoding: bytes[open.lowerBound...close], as: UTF8.self)
    }

    /// The object numbers of the pages, first page first.
    func pages() throws(SealFault) -> [Int] {
        let catalog = Array(try dictionary(root).utf8)
        guard let tree = catalog.integer(afterKey: "/Pages", from: 0) else {
            throw SealFault(what: "no pages")
        }
        let node = Array(try dictionary(tree).utf8)
        guard let kids = node.range(of: "/Kids", from: 0),
            let open = node.range(of: "[", from: kids.upperBound),
            let close = node.range(of: "]", from: open.upperBound)
        else { throw SealFault(what: "no kids") }
        let numbers = String(decoding: node[open.upperBound..<close.lowerBound], as: UTF8.self)
            .split { $0.isWhitespace }
        return stride(from: 0, to: numbers.count, by: 3).compactMap { Int(numbers[$0]) }
    }

    private static func offsets(_ bytes: [UInt8], table: Int, size: Int) throws(SealFault) -> [Int: Int] {
        // One section from 0: "0 n", then entries of exactly twenty bytes.
        guard size > 0, let head = bytes[table...].firstIndex(where: { (48...57).contains($0) }),
            let lineEnd = bytes[head...].firstIndex(of: UInt8(ascii: "\n")),
            String(decoding: bytes[head..<lineEnd], as: UTF8.self) == "0 \(size)",
            lineEnd + 1 + 20 * size <= bytes.count
        else { throw SealFault(what: "the xref table is not one section") }
        var offsets: [Int: Int] = [:]
        for number in 1..<size {
            let entry = bytes[(lineEnd + 1 + 20 * number)...].prefix(10)
            guard let offset = Int(String(decoding: entry, as: UTF8.self)), offset < bytes.count else {
                throw SealFault(what: "a broken xref entry")
            }
            offsets[number] = offset
        }
        return offsets
    }
}
