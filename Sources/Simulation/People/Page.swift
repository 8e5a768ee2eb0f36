import Foundation
import Glibc

/// What a browser makes of a page: its forms and its links, found without understanding the rest.
struct Page: Sendable {
    struct Form: Sendable {
        var action: String
        var fields: [String: String] = [:]
        var choices: [String: [String]] = [:]
        /// The fields into which something can be typed.
        var typed: [String] = []
        /// What buttons of a name send.
        var buttons: [String: [String]] = [:]
    }

    let status: Int
    /// Where the browser ended.
    let path: String
    let html: [UInt8]
    let forms: [Form]
    let links: [String]

    init(status: Int, path: String, html: [UInt8]) {
        self.status = status
        self.path = path
        self.html = html
        let scan = Scan(bytes: html)
        forms = scan.elements("<form", until: "</form>").map { Self.form(scan, $0) }
        links = scan.elements("<a ", until: ">").compactMap { scan.attribute(" href=\"", in: $0) }
    }

    func form(_ action: String) -> Form? { forms.first { $0.action.hasPrefix(action) } }

    func contains(_ needle: [UInt8]) -> Bool { Scan(bytes: html).find(needle, in: 0..<html.count) != nil }

    private static func form(_ scan: Scan, _ range: Range<Int>) -> Form {
        let head = range.lowerBound..<(scan.find(Array(">".utf8), in: range) ?? range.upperBound)
        var form = Form(action: scan.attribute(" action=\"", in: head) ?? "")
        for tag in scan.elements("<input", until: ">", in: range) {
            guard let name = scan.attribute(" name=\"", in: tag) else { continue }
            let value = scan.attribute(" value=\"", in: tag) ?? ""
            switch scan.attribute(" type=\"", in: tag) {
            case "hidden": form.fields[name] = value
            case "radio": form.choices[name, default: []].append(value)
            case "checkbox": break
            default: form.typed.append(name)
            }
        }
        for tag in scan.elements("<button", until: ">", in: range) {
            guard let name = scan.attribute(" name=\"", in: tag) else { continue }
            form.buttons[name, default: []].append(scan.attribute(" value=\"", in: tag) ?? "")
        }
        return form
    }

    /// Looks for bytes with the C library, since it is asked of every page many times.
    struct Scan {
        /// Ends with a zero, as the C library wants it.
        let bytes: [UInt8]

        init(bytes: [UInt8]) {
            self.bytes = bytes + [0]
        }

        func find(_ needle: [UInt8], in range: Range<Int>) -> Int? {
            bytes.withUnsafeBytes { all in
                guard let base = all.baseAddress, !needle.isEmpty,
                    let found = (needle + [0]).withUnsafeBytes({ needle in
                        needle.baseAddress.flatMap { word in
                            strstr(
                                (base + range.lowerBound).assumingMemoryBound(to: CChar.self),
                                word.assumingMemoryBound(to: CChar.self))
                        }
                    })
                else { return nil }
                let at = UnsafeRawPointer(found) - base
                return at + needle.count <= range.upperBound ? at : nil
            }
        }

        func elements(_ start: String, until end: String, in range: Range<Int>? = nil) -> [Range<Int>] {
            let (start, end) = (Array(start.utf8), Array(end.utf8))
            var at = range ?? 0..<bytes.count - 1
            var found: [Range<Int>] = []
            while let first = find(start, in: at), let last = find(end, in: first..<at.upperBound) {
                found.append(first..<last)
                at = last..<at.upperBound
            }
            return found
        }

        func attribute(_ name: String, in range: Range<Int>) -> String? {
            let name = Array(name.utf8)
            guard let start = find(name, in: range),
                let end = find(
                    [UInt8(ascii: "\"")],
                    in: (start + name.count)..<min(range.upperBound + 1, bytes.count - 1))
            else { return nil }
            let text = String(decoding: bytes[(start + name.count)..<end], as: UTF8.self)
            return text.contains("&") ? Self.plain(text) : text
        }

        private static func plain(_ text: String) -> String {
            [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")].reduce(text) {
                $0.replacingOccurrences(of: $1.0, with: $1.1)
            }
        }
    }
}
