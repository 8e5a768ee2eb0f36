import CPostgres
import Foundation
import Storage

/// A result of libpq, freed with this object.
final class PostgresAnswer {
    private let result: OpaquePointer

    init(_ result: OpaquePointer) {
        self.result = result
    }

    deinit {
        PQclear(result)
    }

    /// The command's name and counts, such as `INSERT 0 1`.
    var tag: String { String(cString: PQcmdStatus(result)) }

    var changes: Int { Int(String(cString: PQcmdTuples(result))) ?? 0 }

    func rows() throws(SQLError) -> [SQLRow] {
        let width = PQnfields(result)
        let columns = (0..<width).map { String(cString: PQfname(result, $0)) }
        var rows: [SQLRow] = []
        rows.reserveCapacity(Int(PQntuples(result)))
        for row in 0..<PQntuples(result) {
            var cells: [SQLValue] = []
            cells.reserveCapacity(Int(width))
            for column in 0..<width {
                guard let cell = cell(row, column) else { throw .unreadable(column: columns[Int(column)]) }
                cells.append(cell)
            }
            rows.append(SQLRow(columns: columns, cells: cells))
        }
        return rows
    }

    /// One cell, from the server's text format; nil when a number or a blob cannot be read.
    private func cell(_ row: Int32, _ column: Int32) -> SQLValue? {
        if PQgetisnull(result, row, column) == 1 { return .null }
        guard let start = PQgetvalue(result, row, column) else { return nil }
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(result, row, column)))
        switch PQftype(result, column) {
        case 16: return .int(bytes.first == UInt8(ascii: "t") ? 1 : 0)
        case 20, 21, 23, 26: return Int64(String(decoding: bytes, as: UTF8.self)).map(SQLValue.int)
        case 700, 701: return .real(strtod(start, nil))
        case 17: return Self.blob(bytes).map(SQLValue.bytes)
        default: return .text(String(decoding: bytes, as: UTF8.self))
        }
    }

    /// A blob in `bytea_output = hex`: a backslash, an x, and two digits a byte.
    private static func blob(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
        guard text.count >= 2, text.count.isMultiple(of: 2), text[0] == UInt8(ascii: "\\") else { return nil }
        // An array of nothing is one for all threads, and would be written to.
        guard text.count > 2 else { return [] }
        return [UInt8](unsafeUninitializedCapacity: text.count / 2 - 1) { bytes, count in
            for index in 1..<text.count / 2 {
                bytes[index - 1] = digit(text[2 * index]) << 4 | digit(text[2 * index + 1])
            }
            count = text.count / 2 - 1
        }
    }

    private static func digit(_ character: UInt8) -> UInt8 {
        character < UInt8(ascii: "a") ? character - UInt8(ascii: "0") : character - UInt8(ascii: "a") + 10
    }

    var error: SQLError {
        let state = field(egret_diag_sqlstate) ?? "XX000"
        let message = field(egret_diag_message) ?? String(cString: PQresultErrorMessage(result))
        return switch state {
        case "23505": .duplicate(constraint: field(egret_diag_constraint) ?? "")
        case "53100": .full
        case "55P03": .busy
        case let state where state.hasPrefix("08") || state.hasPrefix("57P0"):
            .disconnected(message: message)
        default: .failed(code: state, message: message)
        }
    }

    private func field(_ code: Int32) -> String? {
        PQresultErrorField(result, code).map { String(cString: $0) }
    }
}
