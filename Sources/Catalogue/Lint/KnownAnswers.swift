import Base

/// Questions that a register of some department may answer, told by their words.
struct KnownAnswers {
    /// From here on a question and a field speak of one thing.
    ///
    /// Chosen over the project's 577 questions and 469 fields: what lies below was about something else.
    static let likenessMin = 0.65
    /// One pair of characters, such as 学校 or 单位, is a thing that many have.
    static let sharedPairsMin = 2
    /// The length of such a thing's name.
    ///
    /// A question in which one somebody is, as 您在哪所学校上学, speaks of the register's; to whom a paper goes does not.
    ///
    /// **Unit:** characters.
    private static let shortLabel = 2
    private static let isIn = "在"

    /// What makes a question or a field of a thing, in folded form; longer words stand before their parts.
    private static let formWords = [
        "什么时候", "请问", "您的", "哪一天", "哪一年", "哪个", "哪天", "哪年", "哪所", "哪家", "多少", "日期", "号码", "什么", "是", "吗", "的",
        "您", "几",
        "哪",
    ]
    /// Of somebody else, or of what is yet to be: a register answers about the person, and what was.
    private static let othersWords = ["新", "孩子", "家长", "房东", "他", "她", "对方", "谁"]

    private struct Known {
        let resource: String
        let field: RegisterField
        let text: String
        let bag: GramBag

        var name: String { "\(resource).\(field.id)" }
    }

    private let weights: GramWeights
    private let known: [Known]

    init(_ catalogue: Catalogue) {
        let fields = catalogue.registers.flatMap { register in
            register.fields.filter { $0.kind != .table }.map { (register.id, $0, Self.core($0.label)) }
        }
        let asked = (catalogue.items + catalogue.bundles.map(\.item)).flatMap(\.questions)
        let weights = GramWeights(names: fields.map(\.2) + asked.map { Self.core($0.label) })
        self.weights = weights
        known = fields.map { Known(resource: $0.0, field: $0.1, text: $0.2, bag: weights.bag($0.2)) }
    }

    func check(_ item: ServiceItem, _ notes: LintNotes) {
        for question in item.questions where question.source == nil && question.check == nil {
            guard let field = field(for: question, of: item) else { continue }
            let isAsked = item.registers.contains {
                $0.resource == field.resource && $0.fields.contains(field.field.id)
            }
            notes.warning(
                at: .question(question.id), "\(field.name) may know what \(question.id) asks",
                isAsked
                    ? """
                    Add prefill: \(field.name), or check: \(field.name) where a clerk reads both, \
                    or ask in other words why it is asked again
                    """
                    : """
                    Name the field under registers, with its purpose, and add prefill: \(field.name), \
                    or check: \(field.name) where a clerk reads both, or ask in other words why it is asked again
                    """)
        }
    }

    /// The bundle itself asks no register; its services do.
    func check(_ bundle: LifeBundle, _ notes: LintNotes) {
        for question in bundle.item.questions {
            guard let field = field(for: question, of: bundle.item) else { continue }
            notes.warning(
                at: .shared(question.id), "\(field.name) may know what \(question.id) asks",
                "Take it out of shared, and let its services add prefill: \(field.name)")
        }
    }

    /// The field that is likest; of two alike, one of a register that the service asks already.
    private func field(for question: Question, of item: ServiceItem) -> Known? {
        let words = FoldedText.of(question.label[.mandarin]).replacing("其他", with: "")
        guard !Self.othersWords.contains(where: words.contains) else { return nil }
        let text = Self.core(question.label)
        let bag = weights.bag(text)
        let own = Set(item.registers.map(\.resource))
        var best: (known: Known, likeness: Double, isOwn: Bool)?
        for known in known where question.kind.couldBe(known.field.kind) {
            let likeness = Self.likeness(of: text, bag, to: known)
            let isOwn = own.contains(known.resource)
            guard likeness > 0 else { continue }
            if best.map({ ($0.likeness, $0.isOwn ? 1 : 0) < (likeness, isOwn ? 1 : 0) }) ?? true {
                best = (known, likeness, isOwn)
            }
        }
        return best?.known
    }

    private static func likeness(of text: String, _ bag: GramBag, to known: Known) -> Double {
        guard text != known.text else { return text.isEmpty ? 0 : 1 }
        let likeness = bag.likeness(known.bag)
        if known.text.count == shortLabel, text.contains(isIn + known.text) {
            return max(likeness, likenessMin)
        }
        guard likeness >= likenessMin else { return 0 }
        return Set(bag.grams).intersection(known.bag.grams).count < sharedPairsMin ? 0 : likeness
    }

    /// What a label is about, without the words that make it a question.
    private static func core(_ label: LocalText) -> String {
        formWords.reduce(FoldedText.of(label[.mandarin])) { $0.replacing($1, with: "") }
    }
}

extension Question.Kind {
    /// Whether an answer can be what a register's field holds; a phone, an account and a person are whose one chooses to name.
    fileprivate func couldBe(_ field: RegisterField.Kind) -> Bool {
        switch self {
        case .text: [.text, .code, .month].contains(field)
        case .longText, .address, .company, .choice: field == .text
        case .date: field == .date
        case .number: field == .number
        case .money: field == .money
        case .yesNo: field == .flag
        case .phone, .person, .bankAccount, .table, .files, .signature: false
        }
    }
}
