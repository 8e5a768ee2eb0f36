public import struct Foundation.URL
import Base

/// One thing that is done with a person's data only because she agreed to it: what, for whom, how long, by which law.
///
/// Source: 个人信息保护法 articles 13, 14, 15, 17, 23, 29 and 31.
public struct ConsentPurpose: Hashable, Sendable {
    /// How long a consent holds.
    public enum Period: Hashable, Sendable {
        /// Until the visit in which it was given ends.
        case visit
        /// Whole days, 1 and up.
        case days(Int)
    }

    /// A word of small letters and hyphens, such as `face`.
    public let id: String
    public let name: LocalText
    /// What is done, in one sentence.
    public let what: LocalText
    /// Which of her data.
    public let fields: LocalText
    /// Who gets them.
    public let receiver: LocalText
    /// What happens when she takes it back.
    public let withdrawal: LocalText
    public let period: Period
    public let legalBasis: [LegalBasis]
    /// Below this age in completed years only a guardian can agree; 0 when anybody can.
    public let guardianBelowAge: Int
    /// Names the words of this purpose; changes whenever they change.
    public let wording: String

    /// Reads `consents.yml` in the folder `Services/`.
    ///
    /// - Throws: ``CatalogueDefects`` with every defect found.
    public static func load(_ folder: URL) throws -> [ConsentPurpose] {
        let report = DefectReport()
        let root = YAMLFile(path: "consents.yml", report: report).read(in: folder)
        let purposes = root?.mapping(["purposes"])["purposes"].list(1...50).map(read) ?? []
        for purpose in Dictionary(grouping: purposes, by: \.id).filter({ $0.value.count > 1 }).keys.sorted() {
            root?.refuse("The purpose \"\(purpose)\" stands twice", "Keep one of them")
        }
        try report.finish()
        return purposes
    }

    private static func read(_ value: YAMLValue) -> ConsentPurpose {
        let map = value.mapping([
            "id", "name", "what", "fields", "receiver", "withdrawal", "period", "legalBasis",
            "guardianBelowAge", "wording",
        ])
        let id = map["id"].text(max: 32)
        if id.contains(where: { !($0.isASCII && ($0.isLowercase || $0 == "-")) }) {
            map["id"].refuse("The word of a purpose has small letters and hyphens", "Write it so")
        }
        return ConsentPurpose(
            id: id, name: map["name"].localText(), what: map["what"].localText(),
            fields: map["fields"].localText(), receiver: map["receiver"].localText(),
            withdrawal: map["withdrawal"].localText(), period: period(map["period"]),
            legalBasis: map["legalBasis"].list(1...10).map(LegalBasis.init),
            guardianBelowAge: map["guardianBelowAge"].int(in: 0...18), wording: map["wording"].text(max: 32))
    }

    private static func period(_ value: YAMLValue) -> Period {
        value.text() == "visit" ? .visit : .days(value.int(in: 1...3_653))
    }
}
