/// Fills a form on a finished page with what was sent to it.
///
/// It reads the markup of this house only, in which every value stands in double quotes and is escaped.
struct FilledForm {
    /// What a link to the form leads to.
    static let id = "refused-form"

    /// Where the form is sent to.
    let action: String
    let form: Form
    /// The fields at fault; the first on the page has the focus.
    let fields: [String]
    /// Where it stands, which goes with it so that it is found there a second time.
    var page: String?

    /// `notice` is made with the label of the first field at fault, nil where there is none.
    ///
    /// - Returns: The page with the form filled in and the notice under its heading; nil when no such form is on it.
    func filled(_ page: HTML, notice: (HTML?) -> HTML) -> HTML? {
        let text = page.string
        guard let heading = text.firstRange(of: "</h1>"), let place = place(in: text[heading.upperBound...])
        else { return nil }
        var tag = Tag(text[place.tag])
        tag.set("id", Self.id)
        let words = notice(fields.first.flatMap { label(of: $0, in: text[place.inside]) })
        let before =
            text[..<heading.upperBound] + words.string + text[heading.upperBound..<place.tag.lowerBound]
        return HTML(
            markup: Self.unfolded(before) + tag.text + way.string + filled(text[place.inside])
                + text[place.inside.upperBound...])
    }

    private var way: HTML {
        page.map { void("input", .type("hidden"), .name(FormPage.fieldName), .value($0)) } ?? HTML()
    }

    /// What stands before a field: its label, or the question of its options.
    private func label(of field: String, in inside: Substring) -> HTML? {
        func words(after opening: String, upTo closing: String, in text: Substring) -> Substring? {
            guard let start = text.firstRange(of: opening) else { return nil }
            return text[start.upperBound...].firstRange(of: closing).map {
                text[start.upperBound..<$0.lowerBound]
            }
        }
        let name = HTML.text(field).string
        var found = words(after: "<label for=\"\(name)\">", upTo: "</label>", in: inside)
        if found == nil, let control = inside.firstRange(of: " name=\"\(name)\""),
            let fieldset = inside[..<control.lowerBound].ranges(of: "<fieldset").last
        {
            found = words(after: "<legend>", upTo: "</legend>", in: inside[fieldset.upperBound...])
        }
        guard let found, !found.contains("<") else { return nil }
        return HTML(markup: String(found))
    }

    private typealias Place = (tag: Range<String.Index>, inside: Range<String.Index>)

    /// Where the form stands; of several that are sent to one address, as those of a list's rows, the one with the hidden fields
    /// that came.
    private func place(in text: Substring) -> Place? {
        let wanted = HTML.text(action).string
        var (found, rest) = ([Place](), text)
        while let open = rest.firstRange(of: "<form "),
            let close = rest[open.lowerBound...].firstIndex(of: ">"),
            let end = rest[close...].firstRange(of: "</form>")
        {
            let inside = rest.index(after: close)
            let tag = Tag(rest[open.lowerBound..<inside])
            if tag["action"] == wanted, tag["method"] == "post" {
                found.append((open.lowerBound..<inside, inside..<end.lowerBound))
            }
            rest = rest[end.upperBound...]
        }
        return found.count > 1 ? found.first { isSent(text[$0.inside]) } : found.first
    }

    /// Whether every hidden field came as it stands there; a key is new on every page.
    private func isSent(_ inside: Substring) -> Bool {
        inside.split(separator: "<input ").dropFirst().allSatisfy { rest in
            let tag = Tag("<input " + rest.prefix { $0 != ">" } + ">")
            guard tag["type"] == "hidden", let name = tag["name"], name != IdempotencyKey.fieldName else {
                return true
            }
            return sent(name) == [tag["value"] ?? ""]
        }
    }

    /// Markup before a form, with the fold open in which the form stands.
    private static func unfolded(_ before: Substring) -> String {
        let parts = before.split(separator: "<details", omittingEmptySubsequences: false)
        guard parts.count > 1, let last = parts.last, !last.contains("</details>") else {
            return String(before)
        }
        let fold = last.hasPrefix(" open") || last.prefix { $0 != ">" }.contains(" open") ? "" : " open"
        return parts.dropLast().joined(separator: "<details") + "<details" + fold + last
    }

    private func filled(_ inside: Substring) -> String {
        var (made, rest) = ("", inside)
        var (select, taken) = ("", [String: Int]())
        var mayFocus = true
        while let open = rest.firstIndex(of: "<"), let close = rest[open...].firstIndex(of: ">") {
            made += rest[..<open]
            var tag = Tag(rest[open...close])
            rest = rest[rest.index(after: close)...]
            let name = tag["name"] ?? ""
            switch tag.kind {
            case "details": tag.flag("open", true)
            case "select": select = name
            case "option": tag.flag("selected", sent(select).contains(tag["value"] ?? ""))
            case "input" where ["radio", "checkbox"].contains(tag["type"]):
                tag.flag("checked", sent(name).contains(tag["value"] ?? ""))
            case "input" where ["text", "tel", "date", "search"].contains(tag["type"]) && !tag.isSecret:
                if let value = next(name, &taken) { tag.set("value", value) }
            case "textarea":
                guard let value = next(name, &taken), let end = rest.firstRange(of: "</textarea>") else {
                    break
                }
                // A browser drops the first line end of a text field.
                rest = "\n" + value + rest[end.lowerBound...]
            default: break
            }
            if mayFocus, fields.contains(name), ["input", "select", "textarea"].contains(tag.kind) {
                mayFocus = false
                tag.flag("autofocus", true)
                tag.set("aria-invalid", "true")
            }
            made += tag.text
        }
        return made + rest
    }

    /// The values of a field, as they stand in markup.
    private func sent(_ name: String) -> [String] { form.all(name).map { HTML.text($0).string } }

    /// The values of fields of one name in the order in which they were sent.
    private func next(_ name: String, _ taken: inout [String: Int]) -> String? {
        let (values, index) = (sent(name), taken[name, default: 0])
        taken[name] = index + 1
        return index < values.count ? values[index] : nil
    }

    /// One start tag.
    private struct Tag {
        private(set) var text: String

        init(_ text: some StringProtocol) { self.text = String(text) }

        var kind: Substring { text.dropFirst().prefix { $0.isLetter || $0.isNumber } }
        /// Codes are typed anew: they count once.
        var isSecret: Bool { self["class"]?.contains("code") == true }

        subscript(name: String) -> String? {
            guard let start = text.firstRange(of: " \(name)=\"") else { return nil }
            return String(text[start.upperBound...].prefix { $0 != "\"" })
        }

        /// Takes an escaped value.
        mutating func set(_ name: String, _ value: String) {
            if let old = self[name] { text.replace(" \(name)=\"\(old)\"", with: "", maxReplacements: 1) }
            text.insert(contentsOf: " \(name)=\"\(value)\"", at: text.index(before: text.endIndex))
        }

        mutating func flag(_ name: String, _ isOn: Bool) {
            for end in [" ", ">"] { text.replace(" \(name)\(end)", with: end, maxReplacements: 1) }
            if isOn { text.insert(contentsOf: " \(name)", at: text.index(before: text.endIndex)) }
        }
    }
}
