import Base
import Foundation
import Yams

/// Reads one YAML file with limits: no anchors or aliases, one document, a bounded size.
///
/// Aliases are refused before the parser sees them, because a few lines of them expand to gigabytes.
struct YAMLFile {
    static let bytesMax = 65_536

    /// The path below the catalogue's folder.
    let path: String
    let report: DefectReport

    /// - Returns: The document, or nil after reporting why there is none.
    func read(in files: CatalogueFiles) -> YAMLValue? {
        guard let text = files.published[path] else { return read(in: files.folder) }
        guard text.utf8.count <= Self.bytesMax else {
            return refuse(1, "The file is too large", "Keep it within \(Self.bytesMax) bytes")
        }
        return parse(text)
    }

    /// - Returns: The document, or nil after reporting why there is none.
    func read(in folder: URL) -> YAMLValue? {
        let url = folder.appending(path: path)
        var status = stat()
        guard lstat(url.path, &status) == 0, status.st_mode & S_IFMT == S_IFREG
        else { return refuse(1, "The file is missing", "Write it, or remove its folder") }
        guard status.st_size <= Self.bytesMax else {
            return refuse(1, "The file is too large", "Keep it within \(Self.bytesMax) bytes")
        }
        guard let data = try? Data(contentsOf: url), let text = String(validating: data, as: UTF8.self) else {
            return refuse(1, "The file is not UTF-8 text", "Save it as UTF-8")
        }
        return parse(text)
    }

    func parse(_ text: String) -> YAMLValue? {
        if let line = Self.lineWithAnchor(in: text) {
            return refuse(
                line, "Anchors (&) and aliases (*) are not read",
                "Write the value out, or put the text in quotes"
            )
        }
        do {
            // Every scalar is a text until somebody asks for more; to guess its type takes most of the reading.
            guard let node = try Yams.compose(yaml: text, .basic) else {
                return refuse(1, "The file is empty", "Start from another service's file")
            }
            return YAMLValue(node: node, line: 1, file: path, report: report)
        } catch let error as YamlError {
            return refuse(error, in: text)
        } catch {
            return refuse(1, "The file cannot be read as YAML", "Check it in an editor with YAML support")
        }
    }

    /// The first line on which a key or value begins with `&` or `*` and a name.
    private static func lineWithAnchor(in text: String) -> Int? {
        func mayHoldOne(_ text: some StringProtocol) -> Bool {
            text.utf8.contains { $0 == UInt8(ascii: "&") || $0 == UInt8(ascii: "*") }
        }
        // Hardly any file has one, and to look at each line of hundreds of files takes a part of every start.
        guard mayHoldOne(text) else { return nil }
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        where mayHoldOne(line) {
            if line.contains(/(?:^|[\[{,]|[:?\-]\s)\s*[&*][^\s&*]/) { return index + 1 }
        }
        return nil
    }

    /// The line on which a key comes again in the mapping that begins on a line; that line where it stands in one line.
    private static func lineOfSecond(_ key: String, from first: Int, in text: String) -> Int {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        var (depth, isThere): (Int?, Bool) = (nil, false)
        for (index, line) in lines.enumerated().dropFirst(first - 1) {
            let words = line.drop { $0 == " " || $0 == "-" }
            guard !words.isEmpty, !words.hasPrefix("#") else { continue }
            let (here, isEntry) = (line.count - words.count, line.dropLast(words.count).contains("-"))
            let own = depth ?? here
            if depth != nil, here < own || here == own && isEntry { break }
            depth = own
            guard here == own, words.hasPrefix("\(key):") else { continue }
            if isThere { return index + 1 }
            isThere = true
        }
        return first
    }

    private func refuse(_ error: YamlError, in text: String) -> YAMLValue? {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return refuse(
                mark.line, "This is not YAML: \(DefectText(verbatim: problem))",
                "Mend the line, or the one above it")
        case .duplicatedKeysInMapping(let keys, let context):
            return refuse(
                Self.lineOfSecond(keys.first ?? "", from: context.mark.line, in: text),
                "A key stands twice: \(keys.joined(separator: ", "))", "Keep one of them")
        default:
            return refuse(1, "The file cannot be read as YAML", "Check it in an editor with YAML support")
        }
    }

    private func refuse(_ line: Int, _ message: DefectText, _ remedy: DefectText) -> YAMLValue? {
        report.add(path, line, message, remedy: remedy)
        return nil
    }
}
