public import Base
import Foundation

/// When somebody may act for another person, as `representation.yml` says it with its laws.
public struct RepresentationRules: Sendable {
    /// The age from which somebody may act for another at all.
    ///
    /// **Unit:** whole years.
    public let actorFromAge: Int
    /// A child is represented while younger than this.
    public let childBelowAge: Int
    /// A parent is represented from this age.
    public let parentFromAge: Int
    /// How long a mandate may hold at most.
    ///
    /// **Unit:** days.
    public let mandateDaysMax: Int
    /// How long the register's word about a relation carries a case; each visit asks anew.
    public let relationHolds: Duration
    /// The register that is asked for family relations: `<department>/<resource>`.
    public let register: String
    private let laws: [RepresentationKind: [LegalBasis]]

    public func legalBasis(_ kind: RepresentationKind) -> [LegalBasis] { laws[kind] ?? [] }

    /// Whether the ages of the two permit it today.
    public func permits(
        _ kind: RepresentationKind, actorBorn: CalendarDate, subjectBorn: CalendarDate, on today: CalendarDate
    ) -> Bool {
        guard actorBorn.age(on: today) >= actorFromAge else { return false }
        return switch kind {
        case .child: subjectBorn.age(on: today) < childBelowAge && actorBorn < subjectBorn
        case .parent: subjectBorn.age(on: today) >= parentFromAge && subjectBorn < actorBorn
        case .mandate: true
        }
    }

    static let file = "representation.yml"

    /// Reads the file in the folder `Services/`; nil when there is none: then nobody acts for another.
    static func read(in folder: URL, _ report: DefectReport) -> RepresentationRules? {
        guard FileManager.default.fileExists(atPath: folder.appending(path: file).path),
            let root = YAMLFile(path: file, report: report).read(in: folder)
        else { return nil }
        let map = root.mapping(["actorFromAge", "relations", "child", "parent", "mandate"])
        let relations = map["relations"].mapping(["register", "holdHours"])
        let child = map["child"].mapping(["belowAge", "legalBasis"])
        let parent = map["parent"].mapping(["fromAge", "legalBasis"])
        let mandate = map["mandate"].mapping(["daysMax", "legalBasis"])
        let register = relations["register"].text(max: 121)
        if ServiceID(rawValue: register) == nil {
            relations["register"].refuse(
                "A register is named <department>/<resource>", "Write it like police/relations")
        }
        return RepresentationRules(
            actorFromAge: map["actorFromAge"].int(in: 16...30),
            childBelowAge: child["belowAge"].int(in: 1...18),
            parentFromAge: parent["fromAge"].int(in: 50...100),
            mandateDaysMax: mandate["daysMax"].int(in: 1...1_096),
            relationHolds: .seconds(relations["holdHours"].int(in: 1...72) * 3_600), register: register,
            laws: [
                .child: child["legalBasis"].list(1...10).map(LegalBasis.init),
                .parent: parent["legalBasis"].list(1...10).map(LegalBasis.init),
                .mandate: mandate["legalBasis"].list(1...10).map(LegalBasis.init),
            ])
    }
}
