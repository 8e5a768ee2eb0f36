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
        var texts: [String: LocalText] = [:]
        for entry in root.mapping(["spoken"])["spoken"].list(1...500) {
            let map = entry.mapping(["key", "text"])
            let key = map["key"].text(max: 100)
            if texts[key] != nil { entry.refuse("\(key) stands twice", "Keep one of them") }
            texts[key] = map["text"].localText(max: lengthMax)
        }
        return SpokenWords(texts: texts)
    }

    /// The words of a key; after reporting that nobody has written them, silence.
    func words(_ key: String, at value: YAMLValue) -> LocalText {
        if let text = texts[key] { return text }
        if !key.isEmpty {
            value.refuse(
                "Nobody has written what \(key) says", "Add it to \(Self.path), in the three languages")
        }
        return LocalText(mandarin: "", english: "", minnan: "")
    }
}
