import Catalogue
import Web

/// The fields of the editor's form, and the files that they are.
enum EditorForm {
    /// By the field's name, in the order of the page.
    static let fixed = [
        ("fixture", ServicePart.fixture), ("spoken", ServicePart.spoken), ("slots", ServicePart.slots),
    ]
    /// **Range:** pictures that a form has fields for.
    static let picturesMax = ServicePart.countMax

    /// Bears the name of each file that is taken out.
    static let removed = "removed"

    static func name(_ index: Int) -> String { "picture-name-\(index)" }
    static func drawing(_ index: Int) -> String { "picture-\(index)" }

    /// What bears a name twice, or none, keeps its text under a name that is refused.
    static func files(_ form: Form) -> ServiceFiles {
        func text(_ field: String) -> String {
            (form[field] ?? "").replacing("\r\n", with: "\n")
        }
        var parts = Dictionary(uniqueKeysWithValues: fixed.map { ($1, text($0)) })
        for index in 0..<picturesMax {
            let drawing = text(drawing(index))
            guard !drawing.allSatisfy(\.isWhitespace) else { continue }
            let typed = text(name(index)).filter { !$0.isWhitespace }
            let called = typed.isEmpty ? "guide/" : typed
            parts[parts[called] == nil ? called : "\(called) (\(index))"] = drawing
        }
        return ServiceFiles(
            source: text("source"), layout: text("layout"), parts: parts, removed: Set(form.all(removed)))
    }

    /// Names of the files that get fields of a picture: what is called otherwise as well, so that it can be renamed.
    static func pictures(_ files: ServiceFiles) -> [String] {
        files.parts.keys.filter { name in !fixed.contains { $0.1 == name } }.sorted()
    }
}
