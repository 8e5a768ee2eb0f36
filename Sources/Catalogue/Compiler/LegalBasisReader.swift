import Base

extension LegalBasis {
    /// Reads one entry of a list of legal bases.
    init(_ value: YAMLValue) {
        let map = value.mapping(["title", "clause", "verified"], optional: ["url", "validUntil"])
        let url = map.optional("url")?.text(max: 300)
        if let url, !url.hasPrefix("https://") {
            map["url"].refuse("An address begins with https://", "Write it in full")
        }
        self.init(
            title: map["title"].text(), clause: map["clause"].text(), url: url,
            validUntil: map.optional("validUntil")?.date(), isVerified: map["verified"].flag())
    }
}
