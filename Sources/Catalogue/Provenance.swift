/// How far an item may be believed to be what the real department offers; it is never presented as official.
public struct Provenance: Hashable, Sendable {
    public enum Mark: String, Sendable, CaseIterable {
        /// A public source names the service for this city.
        case sourced
        /// Typical of the same kind of terminal elsewhere.
        case typical
        /// Our guess.
        case guess
    }

    public let mark: Mark
    /// What was sourced and what was not, for who offers it.
    public let note: LocalText
}

extension Provenance {
    init(_ value: YAMLValue) {
        let map = value.mapping(["mark", "note"])
        self.init(mark: map["mark"].word(.guess), note: Self.note(map["note"]))
    }

    /// In three languages, or as one text for all, as files were written before.
    private static func note(_ value: YAMLValue) -> LocalText {
        guard !value.isText else {
            let text = value.text(max: 500)
            return LocalText(mandarin: text, english: text, minnan: text)
        }
        return value.localText(max: 300)
    }
}
