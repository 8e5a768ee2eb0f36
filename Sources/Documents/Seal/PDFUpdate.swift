import Base

/// Objects that are appended to a PDF, with their cross-reference table and trailer.
struct PDFUpdate {
    /// As long as any byte range can be.
    static let byteRangePlaceholder = "[0 0000000000 0000000000 0000000000]"

    private let body: PDFBody
    private var objects: [(number: Int, text: String)] = []

    init(of body: PDFBody) { self.body = body }

    /// Adds an object, or a new version of one.
    mutating func add(_ number: Int, _ text: String) { objects.append((number, text)) }

    func bytes(fileID: String) -> [UInt8] {
        var bytes = body.bytes
        if bytes.last != UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\n")) }
        var offsets: [(number: Int, offset: Int)] = []
        for object in objects {
            offsets.append((object.number, bytes.count))
            bytes += Array("\(object.number) 0 obj\n\(object.text)\nendobj\n".utf8)
        }
        let xref = bytes.count
        let entries = offsets.sorted { $0.number < $1.number }.map { entry in
            "\(entry.number) 1\n\(String(entry.offset).leftPadded(to: 10)) 00000 n \n"
        }
        let size = max(body.size, (objects.map(\.number).max() ?? 0) + 1)
        let info = body.info.map { " /Info \($0) 0 R" } ?? ""
        bytes += Array(
            """
            xref
            \(entries.joined())trailer
            << /Size \(size) /Root \(body.root) 0 R\(info) /Prev \(body.xrefOffset) /ID [<\(fileID)> <\(fileID)>] >>
            startxref
            \(xref)
            %%EOF

            """.utf8)
        return bytes
    }
}
