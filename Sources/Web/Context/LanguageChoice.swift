import Base

/// Which language a person who has not chosen yet reads best, by the header `Accept-Language`.
enum LanguageChoice {
    static func best(_ header: String?) -> Language {
        guard let header, header.utf8.count <= 1_024 else { return .mandarin }
        let wishes = header.split(separator: ",").prefix(32).compactMap(wish)
        return wishes.max { $0.weight < $1.weight || ($0.weight == $1.weight && $0.place > $1.place) }?
            .language
            ?? .mandarin
    }

    private static func wish(_ part: Substring) -> (language: Language, weight: Double, place: Int)? {
        let pieces = part.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
        guard let tag = pieces.first?.lowercased(), let language = language(tag) else { return nil }
        let weight = pieces.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
        guard weight > 0 else { return nil }
        return (language, weight, part.startIndex.utf16Offset(in: part.base))
    }

    private static func language(_ tag: String) -> Language? {
        if tag == "nan" || tag.hasPrefix("nan-") || tag == "zh-min-nan" { return .minnan }
        if tag == "zh" || tag.hasPrefix("zh-") || tag == "cmn" || tag.hasPrefix("cmn-") { return .mandarin }
        return tag == "en" || tag.hasPrefix("en-") ? .english : nil
    }
}
