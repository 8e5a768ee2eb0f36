public import Base

/// The words of one language.
public struct Phrases: Sendable {
    public let language: Language
    let words: Words

    /// The text of a key with its places filled; an unknown key comes back in brackets and is counted.
    public func callAsFunction(_ key: String, _ values: [String: String] = [:]) -> String {
        words.phrase(key, language)?.filled(values) ?? "[\(key)]"
    }

    /// The text of a key that depends on a number, which fills `{count}`.
    public func callAsFunction(_ key: String, count: Int, _ values: [String: String] = [:]) -> String {
        let form = language == .english && count == 1 ? "one" : "other"
        return self("\(key).\(form)", values.merging(["count": String(count)]) { $1 })
    }

    /// What is wrong and what to do, in one line: the title of a problem ends as a sentence does.
    public func problem(_ slug: String, _ values: [String: String] = [:]) -> String {
        line(slug, "remedy", values)
    }

    /// The same where the form stands again on the page: nobody is sent back to it.
    public func problem(inForm refusal: any Refusal) -> String {
        line(
            refusal.slug, has("problem.\(refusal.slug).here") ? "here" : "remedy",
            refusal.values(in: language))
    }

    private func line(_ slug: String, _ next: String, _ values: [String: String]) -> String {
        let title = self("problem.\(slug).title", values)
        let stop = ".?!。？！".contains(title.last ?? ".") ? "" : language == .english ? "." : "。"
        let gap = language == .english ? " " : ""
        return title + stop + gap + self("problem.\(slug).\(next)", values)
    }

    /// Whether a key exists, for words that a room may add but need not.
    public func has(_ key: String) -> Bool { words.has(key) }
}
