import Base
import Foundation

/// What is said aloud at the steps of the guides: `guide/spoken.yml`, a text in each language by its key.
struct SpokenWords: Sendable {
    static let path = "guide/spoken.yml"
    /// **Unit:** characters, in Chinese; what is longer has been forgotten before it ends.
    static let lengthMax = 40

    let texts: [String: LocalText]

    static func read(in folder: URL, _ report: DefectReport) -> SpokenWords {
        guard let root = YAMLFile(path: path, report: report).read(in: folder) else {
            return SpokenWords(texts: [:])
        }
        return SpokenWords(texts: entries(root))
    }

    /// A service's own words, none of which all services share already.
    static func own(_ root: YAMLValue, beside shared: SpokenWords) -> SpokenWords {
        SpokenWords(texts: entries(root, beside: shared))
    }

    private static func entries(
        _ root: YAMLValue, beside shared: SpokenWords? = nil
    ) -> [String: LocalText] {
        var texts: [String: LocalText] = [:]
        for entry in root.mapping(["spoken"])["spoken"].list(1...500) {
            let map = entry.mapping(["key", "text"])
            let key = map["key"].text(max: 100)
            if texts[key] != nil { entry.refuse("\(key) stands twice", "Keep one of them") }
            if shared?.texts[key] != nil {
                map["key"].refuse(
                    "\(key) is said by all services already", "Give it a name of the service's own")
            }
            texts[key] = map["text"].localText(max: lengthMax)
        }
        return texts
    }

    /// The words of a key; after reporting that nobody has written them, silence.
    func words(_ key: String, at value: YAMLValue) -> LocalText {
        if let text = texts[key] { return text }
        if !key.isEmpty {
            value.refuse(
                "Nobody has written what \(key) says",
                "Add it to \(Self.path), the catalogue's or the service's own, in the three languages")
        }
        return LocalText(mandarin: "", english: "", minnan: "")
    }
}
