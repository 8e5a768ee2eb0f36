public import struct Foundation.URL
public import Storage
import Base

/// What a city has laid down about persons' rights: the file `privacy.yml`.
public struct PrivacyRules: Sendable {
    /// The clock of one right, and the law it stands on.
    public struct Clock: Hashable, Sendable {
        /// Whole days from the asking to the last day of the answer, 1 and up.
        public let days: Int
        /// So many days before the last one the officials are reminded.
        public let remindDaysBefore: Int
        public let legalBasis: [LegalBasis]

        public var period: Duration { .seconds(days * 86_400) }
        public var reminder: Duration { .seconds((days - remindDaysBefore) * 86_400) }
    }

    /// For how long the law lets an act be kept from its person at most, and which law.
    public struct Delay: Hashable, Sendable {
        public let daysMax: Int
        public let legalBasis: [LegalBasis]

        public var longest: Duration { .seconds(daysMax * 86_400) }
    }

    private let clocks: [PersonRight: Clock]
    public let delay: Delay
    /// Where a person can go who does not agree with an answer.
    public let appeals: [LocalText]
    /// What a law makes us keep for its days although the person asks for deletion.
    public let mustKeep: Set<RetentionClass>

    public subscript(_ right: PersonRight) -> Clock? { clocks[right] }

    /// Reads `privacy.yml` in the folder `Services/`, which must name every right and no other.
    ///
    /// - Throws: ``CatalogueDefects`` with every defect found.
    public static func load(_ folder: URL) throws -> PrivacyRules {
        let report = DefectReport()
        let root = YAMLFile(path: "privacy.yml", report: report).read(in: folder)
        let map = root?.mapping(["rights", "delay", "appeals", "mustKeep"])
        let rights = map?["rights"].mapping(PersonRight.allCases.map(\.rawValue))
        let clocks = PersonRight.allCases.compactMap { right in
            rights.map { (right, clock($0[right.rawValue])) }
        }
        let delay = map?["delay"].mapping(["daysMax", "legalBasis"])
        let rules = PrivacyRules(
            clocks: Dictionary(uniqueKeysWithValues: clocks),
            delay: Delay(
                daysMax: delay?["daysMax"].int(in: 1...daysMax) ?? 1,
                legalBasis: delay?["legalBasis"].list(1...10).map(LegalBasis.init) ?? []),
            appeals: map?["appeals"].list(1...10).map { $0.localText() } ?? [],
            mustKeep: Set(map?["mustKeep"].list(0...8).map(mustKeep) ?? []))
        try report.finish()
        return rules
    }

    /// Three years: no right may wait longer, and no look may be hidden longer by one decision.
    private static let daysMax = 1_096

    /// The rest goes with the person's key, or leads to nobody without it.
    private static func mustKeep(_ value: YAMLValue) -> RetentionClass {
        let kept = value.word(RetentionClass.cases)
        if ![.cases, .consents].contains(kept) {
            value.refuse("Only cases and consents can be kept back from a deletion", "Remove the word")
        }
        return kept
    }

    private static func clock(_ value: YAMLValue) -> Clock {
        let map = value.mapping(["days", "remindDaysBefore", "legalBasis"])
        let days = map["days"].int(in: 1...daysMax)
        let before = map["remindDaysBefore"].int(in: 0...daysMax)
        if before >= days {
            map["remindDaysBefore"].refuse("The reminder would come too early", "Write fewer days")
        }
        return Clock(
            days: days, remindDaysBefore: before,
            legalBasis: map["legalBasis"].list(1...10).map(LegalBasis.init))
    }
}
