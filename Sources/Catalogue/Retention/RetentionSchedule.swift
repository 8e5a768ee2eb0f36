public import struct Foundation.URL
public import Storage

/// How long each class of stored data stays, and on which law that stands: the file `retention.yml`.
public struct RetentionSchedule: Sendable {
    /// One line of the schedule.
    public struct Rule: Hashable, Sendable {
        public let kept: RetentionClass
        /// Whole days, 1 and up, from the moment named at ``RetentionClass``.
        public let days: Int
        public let legalBasis: [LegalBasis]

        public var period: Duration { .seconds(days * 86_400) }
    }

    private let byClass: [RetentionClass: Rule]

    init(rules: [Rule]) {
        byClass = Dictionary(uniqueKeysWithValues: rules.map { ($0.kept, $0) })
    }

    /// In the order in which the classes lean on each other.
    public var rules: [Rule] { RetentionClass.allCases.compactMap { byClass[$0] } }

    public subscript(_ kept: RetentionClass) -> Rule? { byClass[kept] }

    /// Reads `retention.yml` in the folder `Services/`, which must name every class and no other.
    ///
    /// - Throws: ``CatalogueDefects`` with every defect found.
    public static func load(_ folder: URL) throws -> RetentionSchedule {
        let report = DefectReport()
        let root = YAMLFile(path: "retention.yml", report: report).read(in: folder)
        let map = root?.mapping(RetentionClass.allCases.map(\.rawValue))
        let rules = RetentionClass.allCases.compactMap { kept in map.map { rule(kept, $0[kept.rawValue]) } }
        try report.finish()
        return RetentionSchedule(rules: rules)
    }

    /// Eighty years, the longest that public archives ask for anything.
    private static let daysMax = 29_220

    private static func rule(_ kept: RetentionClass, _ value: YAMLValue) -> Rule {
        let map = value.mapping(["days", "legalBasis"])
        return Rule(
            kept: kept, days: map["days"].int(in: 1...daysMax),
            legalBasis: map["legalBasis"].list(1...10).map(LegalBasis.init))
    }
}
