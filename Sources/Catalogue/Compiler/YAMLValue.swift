import Base
import Yams

/// A value in a file, with the place it stands at.
///
/// Readers report what is wrong and answer with a stand-in, so that one reading finds every defect; what was built
/// with a stand-in is thrown away, because the compilation fails.
struct YAMLValue {
    /// Nil when the value is absent and that has been reported.
    let node: Node?
    let line: Int
    let file: String
    let report: DefectReport

    init(node: Node?, line: Int, file: String, report: DefectReport) {
        self.node = node
        self.line = node?.mark?.line ?? line
        self.file = file
        self.report = report
    }

    func refuse(_ message: DefectText, _ remedy: DefectText) {
        guard node != nil else { return }
        report.add(file, line, message, remedy: remedy)
    }

    /// Whether a mapping stands here that names it.
    func has(_ key: String) -> Bool { node?.mapping?.keys.contains { $0.string == key } ?? false }

    /// Whether a single text stands here, and no mapping or list.
    var isText: Bool { node?.scalar != nil }

    /// Text of one line; folded YAML text counts as one.
    func text(max: Int = 200) -> String {
        guard let node else { return "" }
        guard let text = node.scalar?.string.trimmingSpaces(), !text.isEmpty else {
            refuse("A text is expected", "Write it after the colon")
            return ""
        }
        guard text.isPlainText else {
            refuse("The text holds a control, direction or invisible character", "Type it anew")
            return ""
        }
        if text.count > max { refuse("The text is longer than \(max) characters", "Shorten it") }
        return text
    }

    func int(in range: ClosedRange<Int>) -> Int {
        guard let number = Int(text()), range.contains(number) else {
            refuse("A whole number is expected", "Write one from \(range.lowerBound) to \(range.upperBound)")
            return range.lowerBound
        }
        return number
    }

    func flag() -> Bool {
        switch text() {
        case "true": return true
        case "false": return false
        default:
            refuse("true or false is expected", "Write one of the two words")
            return false
        }
    }

    func date() -> CalendarDate? {
        let date = CalendarDate(text())
        if date == nil { refuse("A date is expected", "Write it as yyyy-mm-dd") }
        return date
    }

    /// One word of a closed set.
    func word<Word: RawRepresentable & CaseIterable>(_ fallback: Word) -> Word where Word.RawValue == String {
        knownWord() ?? fallback
    }

    /// One word of a closed set; nil where it is none, and that has been reported.
    func knownWord<Word: RawRepresentable & CaseIterable>() -> Word? where Word.RawValue == String {
        if let word = Word(rawValue: text()) { return word }
        let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
        refuse("The word is not one of those that are known", "Write one of: \(known)")
        return nil
    }

    /// A text in all languages.
    func localText(max: Int = 200) -> LocalText {
        let texts = mapping(Language.allCases.map(\.rawValue))
        return LocalText(
            mandarin: texts[Language.mandarin.rawValue].text(max: max),
            english: texts[Language.english.rawValue].text(max: max * 3),
            minnan: texts[Language.minnan.rawValue].text(max: max))
    }

    func list(_ count: ClosedRange<Int>) -> [YAMLValue] {
        guard let node else { return [] }
        let (least, most) = (count.lowerBound, count.upperBound)
        guard let items = node.sequence else {
            let bounds: DefectText = most == .max ? "\(least) or more" : "\(least) to \(most)"
            refuse("A list is expected", "Write \(bounds) entries, each after a hyphen")
            return []
        }
        if items.count > most {
            refuse(
                "The list has \(items.count) entries, and \(most) at most are read",
                "Take \(items.count - most) of them out, or divide it")
            return []
        }
        if items.count < least {
            refuse(
                "The list has \(items.count) entries, and \(least) at least are wanted",
                "Write \(least - items.count) more, each after a hyphen")
            return []
        }
        return items.map { YAMLValue(node: $0, line: line, file: file, report: report) }
    }

    /// A mapping with these keys and no others.
    func mapping(_ required: [String], optional: [String] = []) -> YAMLMapping {
        var values: [String: YAMLValue] = [:]
        if node != nil, node?.mapping == nil {
            refuse("Named values are expected here", "Write: \(required.joined(separator: ", "))")
            return YAMLMapping(values: [:], owner: self)
        }
        for (key, value) in node?.mapping ?? [:] {
            let name = key.string ?? ""
            guard required.contains(name) || optional.contains(name) else {
                report.add(
                    file, key.mark?.line ?? line, "The key \(name.debugDescription) is not known here",
                    remedy: "Remove it, or write one of: \((required + optional).joined(separator: ", "))")
                continue
            }
            values[name] = YAMLValue(node: value, line: key.mark?.line ?? line, file: file, report: report)
        }
        for name in required where values[name] == nil {
            refuse("The key \"\(name)\" is missing", "Add it")
        }
        return YAMLMapping(values: values, owner: self)
    }
}

/// The values of a mapping whose keys have been checked.
struct YAMLMapping {
    fileprivate let values: [String: YAMLValue]
    fileprivate let owner: YAMLValue

    /// A required value; its absence has been reported already.
    subscript(_ key: String) -> YAMLValue {
        values[key] ?? YAMLValue(node: nil, line: owner.line, file: owner.file, report: owner.report)
    }

    func optional(_ key: String) -> YAMLValue? { values[key] }
}
