import Base

/// Services that nobody could tell apart by what they are called.
struct NameLint {
    private let named: [Language: [String: [ServiceID]]]

    init(_ catalogue: Catalogue) {
        named = Dictionary(
            uniqueKeysWithValues: Language.allCases.map { language in
                let byName = Dictionary(grouping: catalogue.items) { $0.name[language] }
                return (language, byName.mapValues { $0.map(\.id) })
            })
    }

    func check(_ item: ServiceItem, _ notes: LintNotes) {
        for language in Language.allCases {
            let name = item.name[language]
            guard let other = named[language]?[name]?.first(where: { $0 != item.id }) else { continue }
            notes.error(
                at: .key("name"), "\(other.rawValue) is called \(name) as well",
                "Say in each name what sets the two apart: the office, or what comes of it")
            return
        }
    }
}
