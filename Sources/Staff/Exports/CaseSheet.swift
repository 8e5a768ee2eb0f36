import Base

/// A list of cases as a table for spreadsheets: CSV (RFC 4180), UTF-8 with its mark, in which no cell is a formula.
struct CaseSheet {
    let heads: [String]
    let rows: [[String]]

    var bytes: [UInt8] {
        let lines = ([heads] + rows).map { $0.map(Self.cell).joined(separator: ",") + "\r\n" }
        return [0xEF, 0xBB, 0xBF] + Array(lines.joined().utf8)
    }

    /// A cell in quotes; one that a spreadsheet would compute is made text by an apostrophe.
    static func cell(_ text: String) -> String {
        let first = text.unicodeScalars.first { !$0.properties.isWhitespace } ?? " "
        let isFormula =
            "=+-@＝＋－＠".unicodeScalars.contains(first)
            || text.unicodeScalars.first.map { "\t\r\n".unicodeScalars.contains($0) } ?? false
        return "\"" + (isFormula ? "'" : "") + text.replacing("\"", with: "\"\"") + "\""
    }
}
