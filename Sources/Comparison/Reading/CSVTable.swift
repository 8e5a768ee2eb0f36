/// A table in the form of RFC 4180: commas, CRLF or LF, quotes doubled inside quotes.
public struct CSVTable: Sendable {
    public struct Record: Hashable, Sendable {
        /// Where it begins; 1 and up.
        public let line: Int
        public let fields: [String]
    }

    /// The first record.
    public let header: [String]
    public let records: [Record]

    static let recordsMax = 50_000
    static let fieldBytesMax = 65_536

    /// What is wrong with lines that are not among the records.
    let defects: [CatalogueFileProblem.Defect]

    /// - Parameter bytes: UTF-8 with or without a mark, or GB18030.
    /// - Throws: ``CatalogueFileProblem``: a quote out of place or never closed, a record with more or fewer fields than
    ///   the header, a table without one.
    public init(_ bytes: [UInt8]) throws(CatalogueFileProblem) {
        try self.init(readable: bytes)
        guard defects.isEmpty else { throw CatalogueFileProblem(defects) }
    }

    /// Reads what can be read, so that who reads the records tells what is wrong with them and with the lines at once.
    ///
    /// Where a quote is broken nobody knows what is a line, so nothing behind it is read.
    ///
    /// - Throws: ``CatalogueFileProblem`` for a table without a header, of too many lines, or in neither encoding.
    public init(readable bytes: [UInt8]) throws(CatalogueFileProblem) {
        var scanner = CSVScanner(try CatalogueText.decode(bytes))
        guard let header = try scanner.next() else {
            throw CatalogueFileProblem(line: 1, "the file is empty")
        }
        var records: [Record] = []
        var defects: [CatalogueFileProblem.Defect] = []
        do throws(CatalogueFileProblem) {
            while let record = try scanner.next() {
                // A blank line between records says nothing.
                if record.fields == [""] { continue }
                guard records.count + defects.count < Self.recordsMax else {
                    throw CatalogueFileProblem(line: record.line, "more than \(Self.recordsMax) items")
                }
                if record.fields.count == header.fields.count {
                    records.append(record)
                } else {
                    defects.append(
                        .init(
                            line: record.line,
                            message: "\(record.fields.count) fields, the header has \(header.fields.count)"))
                }
            }
        } catch {
            defects += error.defects
        }
        self.header = header.fields
        self.records = records
        self.defects = defects
    }
}

/// Reads one record after the other.
private struct CSVScanner {
    private let bytes: [UInt8]
    private var at = 0
    private var line = 1

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func next() throws(CatalogueFileProblem) -> CSVTable.Record? {
        guard at < bytes.count else { return nil }
        let start = line
        var fields: [String] = []
        while true {
            fields.append(try field())
            guard at < bytes.count else { break }
            let end = bytes[at]
            at += 1
            if end == UInt8(ascii: ",") { continue }
            // A carriage return alone, or with its line feed, or the line feed alone.
            if end == 0x0D, at < bytes.count, bytes[at] == 0x0A { at += 1 }
            line += 1
            break
        }
        return CSVTable.Record(line: start, fields: fields)
    }

    private mutating func field() throws(CatalogueFileProblem) -> String {
        let text = at < bytes.count && bytes[at] == UInt8(ascii: "\"") ? try quoted() : try plain()
        guard text.count <= CSVTable.fieldBytesMax else {
            throw CatalogueFileProblem(line: line, "a field of more than \(CSVTable.fieldBytesMax) bytes")
        }
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func plain() throws(CatalogueFileProblem) -> [UInt8] {
        let start = at
        while at < bytes.count, ![0x2C, 0x0D, 0x0A].contains(bytes[at]) {
            guard bytes[at] != UInt8(ascii: "\"") else {
                throw CatalogueFileProblem(line: line, "a quote inside a field that does not begin with one")
            }
            at += 1
        }
        return Array(bytes[start..<at])
    }

    private mutating func quoted() throws(CatalogueFileProblem) -> [UInt8] {
        let opened = line
        at += 1
        var text: [UInt8] = []
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            if byte == UInt8(ascii: "\"") {
                guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else {
                    guard at == bytes.count || [0x2C, 0x0D, 0x0A].contains(bytes[at]) else {
                        throw CatalogueFileProblem(line: line, "something behind a closing quote")
                    }
                    return text
                }
                at += 1
            }
            if byte == 0x0A { line += 1 }
            text.append(byte)
        }
        throw CatalogueFileProblem(line: opened, "a quote that is never closed")
    }
}
