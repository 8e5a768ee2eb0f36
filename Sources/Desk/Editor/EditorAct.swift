import Catalogue

/// What a button of the editor's form asks for.
enum EditorAct: Hashable, Sendable {
    case show
    case save
    /// Whether this version shall be without a file that the release brought.
    case ask(String)
    /// Saves without it.
    case takeOut(String)
    /// Saves with it again.
    case putBack(String)

    static let field = "act"

    /// What nobody knows shows, and changes nothing.
    init(_ text: String?) {
        let words = (text ?? "").split(separator: " ", maxSplits: 1).map(String.init)
        switch (words.first, words.count > 1 ? words[1] : nil) {
        case ("save", nil): self = .save
        case ("ask", let name?): self = .ask(name)
        case ("take-out", let name?): self = .takeOut(name)
        case ("put-back", let name?): self = .putBack(name)
        default: self = .show
        }
    }

    var value: String {
        switch self {
        case .show: "show"
        case .save: "save"
        case .ask(let name): "ask \(name)"
        case .takeOut(let name): "take-out \(name)"
        case .putBack(let name): "put-back \(name)"
        }
    }

    /// The file that is asked about.
    var asked: String? {
        guard case .ask(let name) = self else { return nil }
        return name
    }

    var saves: Bool {
        switch self {
        case .save, .takeOut, .putBack: true
        case .show, .ask: false
        }
    }

    /// What was written, changed as the button says.
    ///
    /// - Throws: ``DraftRefused/unknown`` for a file that the release has not.
    func files(_ written: ServiceFiles, released: [String: String]) throws(DraftRefused) -> ServiceFiles {
        switch self {
        case .show, .save: return written
        case .ask(let name), .takeOut(let name), .putBack(let name):
            guard let text = released[name] else { throw .unknown }
            return switch self {
            case .takeOut: written.takingOut(name)
            case .putBack: written.puttingBack(name, text)
            default: written
            }
        }
    }
}
