import Base
import Foundation
import Uploads

@testable import Comparison
@testable import Connectors

extension Door {
    /// Another portal's catalogue as a table, in UTF-8 or GB18030.
    static let foreignTables = Door(
        "csv",
        words: [
            "TASK_NAME", "TASK_CODE", "DEPT_NAME", "CATALOG_CODE", "HANDLE_COUNT", "\"\"", "\",\"", "\r\n",
            "\u{FEFF}",
        ]
    ) {
        let head = "TASK_NAME,TASK_CODE,DEPT_NAME"
        return [
            Array("\u{FEFF}\(head),BY_LAW\r\n办证,A-1,公安局,\"法一；\"\"法二\"\"\r\n法三\"\r\n".utf8),
            Array("\(head),CATALOG_CODE,HANDLE_COUNT\n办证,1,局,000123456789,7\n\n查询,2,局,,\n".utf8),
            // 办理 and 局.
            Array("\(head)\n".utf8) + [0xB0, 0xEC, 0xC0, 0xED] + Array(",1,".utf8) + [0xBE, 0xD6, 0x0A],
            Array("\(head)\n\"a\n,1\n".utf8), Array("a,a\n1\n\"2\"3".utf8),
        ]
    } enter: { bytes in
        let lines = bytes.count { $0 == 0x0A || $0 == 0x0D } + 1
        if let text = try? CatalogueText.decode(bytes) {
            try promise(
                String(validating: text, as: UTF8.self) != nil && text.count <= bytes.count * 2,
                "what is decoded is no text, or longer than it can be")
        }
        let table: CSVTable
        do throws(CatalogueFileProblem) {
            table = try CSVTable(readable: bytes)
        } catch {
            return try check(error, lines: lines)
        }
        let rows = [table.header] + table.records.map(\.fields)
        let again = try? CSVTable(rows.flatMap(written))
        try promise(
            again.map { ([$0.header] + $0.records.map(\.fields)).map(raw) == rows.map(raw) } ?? false,
            "a table written again is another")
        let read = Result { () throws(CatalogueFileProblem) in try PortalColumns.catalogue(table) }
        try check(read, rows: table.records.count, lines: lines)
    }

    private static func written(_ fields: [String]) -> [UInt8] {
        let quoted: [[UInt8]] = fields.map { field in
            let inner: [[UInt8]] = field.utf8.map { $0 == 0x22 ? [0x22, 0x22] : [$0] }
            return [0x22] + inner.joined() + [0x22]
        }
        return Array(quoted.joined(separator: [0x2C])) + [0x0D, 0x0A]
    }

    private static func raw(_ fields: [String]) -> [[UInt8]] { fields.map { Array($0.utf8) } }

    private static func check(_ problem: CatalogueFileProblem, lines: Int) throws {
        let places = problem.defects.map(\.line)
        try promise(
            !places.isEmpty && places.count <= CatalogueFileProblem.defectsMax && places == places.sorted()
                && places.allSatisfy { (1...lines).contains($0) },
            "lines \(places) of \(lines) are complained of")
    }

    /// What is taken is taken whole.
    private static func check(
        _ read: Result<PortalCatalogue, CatalogueFileProblem>, rows: Int, lines: Int
    ) throws {
        let items: [PortalItem]
        switch read {
        case .success(let catalogue): items = catalogue.items
        case .failure(let problem): return try check(problem, lines: lines)
        }
        try promise(
            items.count == rows && !items.isEmpty && Set(items.map(\.code)).count == rows,
            "items are left out, or two are one")
        for item in items {
            try promise(
                (1...PortalColumns.nameMax).contains(item.name.count) && !item.department.isEmpty
                    && (1...60).contains(item.code.utf8.count) && item.code.utf8.allSatisfy { $0 < 0x80 }
                    && (item.basicCode.map { $0.utf8.count == 12 } ?? true)
                    && (item.uses.map { $0 >= 0 } ?? true), "an item is taken that none can be")
        }
    }

    /// Short answers of other programs: with an odd first byte a page of a portal's catalogue in JSON, else the line that a
    /// virus scanner says of a file.
    static let foreignAnswers = Door(
        "replies",
        words: [
            "\"total\":", "\"pages\":", "\"page\":", "\"items\":", "TASK_NAME", "TASK_CODE", "DEPT_NAME",
            "stream: ", "OK", " FOUND", " ERROR", "INSTREAM size limit exceeded", "\u{212A}",
        ]
    ) {
        let item = #"{"TASK_NAME":"办证","TASK_CODE":"A-1","DEPT_NAME":"局","HANDLE_COUNT":7}"#
        return [
            [1] + Array(#"{"total":1,"pages":1,"page":1,"items":[\#(item)]}"#.utf8),
            [1] + Array(#"{"total":0,"pages":0,"page":1,"items":[]}"#.utf8),
            [0] + Array("stream: OK".utf8), [0] + Array("stream: Eicar-Test-Signature FOUND".utf8),
            [0] + Array("INSTREAM size limit exceeded. ERROR".utf8),
        ]
    } enter: { bytes in
        let rest = Array(bytes.dropFirst())
        if (bytes.first ?? 0) & 1 == 1 { try checkPage(rest) } else { try checkVerdict(rest) }
    }

    private static func checkPage(_ bytes: [UInt8]) throws {
        let page: PortalCatalogueConnector.Page
        do throws(PortError) {
            page = try PortalCatalogueConnector.Page(bytes, of: "portal")
        } catch {
            let isUntrusted = if case .untrustworthy = error { true } else { false }
            return try promise(isUntrusted, "a page is refused as \(error)")
        }
        let theirs = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
        try promise(
            page.total >= 0 && page.pages >= 0
                && (theirs?["items"] as? [[String: Any]])?.map(\.count) == page.items.map(\.count),
            "other readers find other items")
        let rows = page.items.enumerated().map { (line: $0 + 1, fields: $1) }
        let columns = Set(page.items.flatMap(\.keys)).sorted()
        let read = Result { () throws(CatalogueFileProblem) in
            try PortalColumns.catalogue(rows, columns: columns)
        }
        try check(read, rows: rows.count, lines: rows.count + 1)
    }

    private static func checkVerdict(_ bytes: [UInt8]) throws {
        let verdict: ScanVerdict
        do throws(PortError) {
            verdict = try ClamdScanner.verdict(String(decoding: bytes, as: UTF8.self), of: "scanner")
        } catch {
            let words = ["size", "error", "answer"].map { PortError.failed(system: "scanner", code: $0) }
            return try promise(words.contains(error), "a line is refused as \(error)")
        }
        switch verdict {
        case .clean: try promise(bytes == Array("stream: OK".utf8), "another line lets a file pass")
        case .infected(let name):
            try promise(
                name.utf8.count <= ClamdScanner.nameMax && name.utf8.allSatisfy { $0 < 0x80 },
                "a name without end, or in other letters")
        }
    }
}
