public import Base
public import struct Foundation.URL

/// What a catalogue that can be read still lacks: steps nobody thought of, questions nobody needs, words nobody understands.
public struct CatalogueLint: Sendable {
    public struct Finding: Hashable, Sendable, Comparable, CustomStringConvertible {
        public enum Weight: String, Sendable {
            /// The build fails, and no department publishes it.
            case error
            case warning
        }

        public let weight: Weight
        public let defect: CatalogueDefect

        /// As compilers write: `file:line: warning: message. remedy.`.
        public var description: String {
            "\(defect.file):\(defect.line): \(weight.rawValue): \(defect.message). \(defect.remedy)."
        }

        public static func < (a: Finding, b: Finding) -> Bool { a.defect < b.defect }
    }

    let catalogue: Catalogue
    let files: CatalogueFiles
    let today: CalendarDate

    public init(_ catalogue: Catalogue, folder: URL, today: CalendarDate) {
        self.init(catalogue, files: CatalogueFiles(folder: folder), today: today)
    }

    /// `files` are those that the catalogue was read from.
    init(_ catalogue: Catalogue, files: CatalogueFiles, today: CalendarDate) {
        self.catalogue = catalogue
        self.files = files
        self.today = today
    }

    /// Of everything, sorted by file and line.
    public func findings() -> [Finding] {
        let answers = KnownAnswers(catalogue)
        let ofItems = of(catalogue.items, answers) + catalogue.items.flatMap(journey)
        let ofBundles = catalogue.bundles.flatMap { bundle -> [Finding] in
            let notes = LintNotes("\(bundle.id.rawValue).yml", in: files)
            BundleLint(catalogue: catalogue).check(bundle, notes)
            answers.check(bundle, notes)
            ReadingLevel().check(bundle, notes)
            return notes.findings
        }
        let ofReasons = ([nil] + catalogue.departments.map(\.id)).flatMap { department -> [Finding] in
            let file = department.map { "\($0.rawValue)/\(ReasonReader.file)" } ?? ReasonReader.file
            let notes = LintNotes(file, in: files)
            ReasonLint(catalogue: catalogue).check(department, notes)
            return notes.findings
        }
        return (ofItems + ofBundles + ofReasons + citations(of: catalogue.items, beside: LawLint.own(files)))
            .sorted()
    }

    /// Of these services alone, among all the others; sorted by file and line.
    func findings(of services: [ServiceID]) -> [Finding] {
        let items = services.compactMap { catalogue[$0] }
        return (of(items, KnownAnswers(catalogue)) + citations(of: items)).sorted()
    }

    private static func file(_ item: ServiceItem) -> String { "\(item.id.rawValue)/service.yml" }

    private func of(_ items: [ServiceItem], _ answers: KnownAnswers) -> [Finding] {
        let families = Dictionary(grouping: catalogue.items, by: \.object).mapValues { Set($0.map(\.act)) }
        let names = NameLint(catalogue)
        return items.flatMap { item -> [Finding] in
            let notes = LintNotes(Self.file(item), in: files)
            names.check(item, notes)
            FieldLint().check(item, notes)
            ConditionLint(catalogue: catalogue).check(item, notes)
            MaterialLint().check(item, notes)
            PromiseLint().check(item, notes)
            ResultLint().check(item, notes)
            TimeLint().check(item, notes)
            answers.check(item, notes)
            FollowUpLint().check(item, among: families[item.object] ?? [], notes)
            SlotLint().check(item, notes)
            SightLint().check(item, notes)
            ReadingLevel().check(item, notes)
            ExampleLint().check(item.questions, at: LintPlace.question, notes)
            return notes.findings
        }
    }

    /// Every law that services cite, or the files of the house, against the list of those that are in force.
    private func citations(of items: [ServiceItem], beside own: [String] = []) -> [Finding] {
        let (report, advice) = (DefectReport(), DefectReport())
        LawLint(laws: LawRegister.read(in: files, report), today: today, report: report, advice: advice)
            .check(items.map(Self.file) + own, in: files)
        return report.defects.map { Finding(weight: .error, defect: $0) }
            + advice.defects.map { Finding(weight: .warning, defect: $0) }
    }

    /// What its ordinary journey answers must be what the service asks.
    private func journey(of item: ServiceItem) -> [Finding] {
        let report = DefectReport()
        _ = FixtureReader.read(item, in: files, report)
        return report.defects.map { Finding(weight: .error, defect: $0) }
    }
}
