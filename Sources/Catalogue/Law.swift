import Base

/// A law or rule that is cited, with the days from and to which it is in force.
struct Law: Hashable, Sendable {
    let title: String
    /// The first day of the text that is cited; nil where nobody has looked it up.
    let since: CalendarDate?
    /// The last day, once it is repealed.
    let until: CalendarDate?
    /// What took its place, by title.
    let replacedBy: String?
}

/// The laws that may be cited, by title: `laws.yml`.
struct LawRegister: Sendable {
    static let file = "laws.yml"

    let laws: [String: Law]

    /// - Returns: No laws when the file is missing or wrong, which has been reported.
    static func read(in files: CatalogueFiles, _ report: DefectReport) -> LawRegister {
        guard let root = YAMLFile(path: file, report: report).read(in: files) else {
            return LawRegister(laws: [:])
        }
        var laws: [String: Law] = [:]
        var followed: [(YAMLValue, String)] = []
        for entry in root.mapping(["laws"])["laws"].list(1...2_000) {
            let map = entry.mapping(["title"], optional: ["since", "until", "replacedBy"])
            let law = Law(
                title: map["title"].text(), since: map.optional("since")?.date(),
                until: map.optional("until")?.date(), replacedBy: map.optional("replacedBy")?.text())
            if laws.updateValue(law, forKey: law.title) != nil {
                entry.refuse("A law stands twice: \(law.title)", "Keep one of them")
            }
            if let since = law.since, let until = law.until, until < since {
                map["until"].refuse("The law ends before it begins", "Look up both days")
            }
            if let next = law.replacedBy { followed.append((map["replacedBy"], next)) }
            if law.replacedBy != nil, law.until == nil {
                map["replacedBy"].refuse("What was replaced has a last day", "Add until")
            }
        }
        for (value, next) in followed where laws[next] == nil {
            value.refuse("\(next) is not in \(file)", "Add it with its first day")
        }
        return LawRegister(laws: laws)
    }
}
