public import Base
public import Catalogue
import Exchange

/// The form of one case as it stands: computed from its answers, the registers and the person, never stored.
///
/// So going back, changing an answer and coming back another day need no memory of a place: a question whose condition no
/// longer holds leaves the route, and its answer counts for nothing.
public struct CaseForm: Sendable {
    public internal(set) var file: CaseFile
    public let item: ServiceItem
    /// What is asked, in order.
    public internal(set) var route: [Question]
    /// What counts: answers on the route, and those a register gave.
    public internal(set) var answers: [String: String]
    /// The questions nobody is asked, because a register knows.
    public internal(set) var spared: [Question]
    /// What would have to hold and does not.
    public let unmet: [Requirement]
    /// By question on the route, what must hold of its answer and does not: it is asked again, and says so.
    public let broken: [String: Requirement]
    /// What must hold and a register could not say; the clerk sees to it.
    public internal(set) var unchecked: [(question: Question, requirement: Requirement)]
    /// What is asked otherwise than when she began; nil when nothing is.
    public let change: VersionChange?
    /// What it costs, as far as it is answered.
    public let fee: ServiceFee.Due
    /// What its rules know, once everything is answered.
    let facts: RuleFacts
    /// What its conditions know of the registers.
    private let registered: [String: RuleValue]
    /// What it has to do with appointments; nil for most.
    public let booking: CaseBooking?
    /// The number of the case's person; nil where nothing looks at it.
    let person: CitizenNumber?
    /// What of it an office is shown; nil for its person, and for an office that is shown all.
    public internal(set) var sight: StepSight?

    /// `today` is the day of submission, before it this one.
    init(
        _ file: CaseFile, _ item: ServiceItem, catalogue: Catalogue, person: CitizenNumber?,
        on today: CalendarDate, booking: CaseBooking? = nil
    ) {
        self.file = file
        self.booking = booking
        self.person = person
        self.item = item
        let record = file.record ?? [:]
        var registered: [String: RuleValue] = [:]
        for use in item.registers {
            for name in use.fields {
                guard let field = catalogue.register(use.resource)?.field(name), let value = record[name]
                else { continue }
                registered["\(use.resource).\(name)"] =
                    switch value {
                    case .text(let text): field.value(text)
                    case .table(let rows): .rows(rows.count)
                    }
            }
        }
        self.registered = registered
        var values = Self.values(registered, person, on: today)
        let isKnown = file.record != nil
        unmet = item.eligibility.filter {
            !$0.rule.holds(in: RuleFacts(today: today, values: values))
                && (isKnown || !$0.rule.names.contains { $0.contains("/") })
        }
        var route: [Question] = []
        var counted: [String: String] = [:]
        var spared: [Question] = []
        var broken: [String: Requirement] = [:]
        var unchecked: [(question: Question, requirement: Requirement)] = []
        for question in item.questions
        where question.when?.holds(in: RuleFacts(today: today, values: values)) ?? true {
            var answer = file.answers[question.id].flatMap { kept in
                // Another version of the service may refuse what a former one took.
                file.state != .open || item.version == file.serviceVersion
                    ? kept : question.again(kept, on: today)
            }
            // What a bundle or a former release took is asked again, as long as she can be asked.
            if file.state == .open, question.names(person, in: answer ?? "") { answer = nil }
            let name = "answer.\(question.id)"
            if let known = Self.known(question, record, on: today),
                question.unmet(
                    in: RuleFacts(today: today, values: values.merging([name: question.value(known)]) { $1 }))
                    == nil
            {
                spared.append(question)
                answer = known
            } else if let said = question.bearsOut, route.last?.id != said {
                continue
            } else {
                route.append(question)
            }
            counted[question.id] = answer
            values[name] = question.value(answer ?? "")
            guard answer != nil, !question.must.isEmpty else { continue }
            let facts = RuleFacts(today: today, values: values)
            broken[question.id] = question.unmet(in: facts)
            unchecked += question.unchecked(in: facts).map { (question, $0) }
        }
        let facts = RuleFacts(today: today, values: values)
        fee = item.fee.due(in: facts)
        self.facts = facts
        self.route = route
        self.broken = broken
        self.unchecked = unchecked
        change = VersionChange(file, item, route: route, on: today)
        answers = counted
        self.spared = spared
    }

    private static func values(
        _ registered: [String: RuleValue], _ person: CitizenNumber?, on day: CalendarDate
    ) -> [String: RuleValue] {
        (person.map { RuleFacts.person($0, on: day) } ?? [:]).merging(registered) { $1 }
    }

    /// The day as of which it is judged: of submission, before it this one.
    public var day: CalendarDate { facts.today }

    /// Whether a condition holds on a day, by what the registers said when they were asked.
    public func isMet(_ condition: Requirement, on day: CalendarDate) -> Bool {
        condition.rule.holds(
            in: RuleFacts(today: day, values: Self.values(registered, person, on: day)))
    }

    /// What the registers said, as far as she is shown it before she hands in.
    var registerLines: [(line: PrefillLine, value: String)] {
        item.prefill.compactMap { line in
            guard case .text(let value) = file.record?[line.field] else { return nil }
            return (line, value)
        }
    }

    /// The first required question without an answer, or any whose answer cannot stand.
    public var next: Question? {
        route.first { $0.isRequired && answers[$0.id] == nil || broken[$0.id] != nil }
    }

    /// Why the answer to a question cannot stand; nil while it can.
    func refusal(of question: String) -> AnswerRefused? {
        broken[question].map { .rule(question: question, otherwise: $0.otherwise) }
    }

    /// Where a phone goes on: what only a phone can send is not passed over, though it may be left out.
    var nextOnPhone: Question? {
        route.first { question in
            guard answers[question.id] == nil else { return broken[question.id] != nil }
            if case .files = question.kind { return true }
            return question.isRequired
        }
    }

    public func question(_ id: String) -> Question? { route.first { $0.id == id } }

    /// The question before one on the route.
    func before(_ id: String) -> Question? { route.prefix { $0.id != id }.last }

    /// The first question after one that has not been passed; nil when all are behind.
    func after(_ id: String) -> Question? {
        route.drop { $0.id != id }.dropFirst().first { answers[$0.id] == nil } ?? next
    }

    public var isComplete: Bool {
        do {
            try requireComplete()
            return true
        } catch {
            return false
        }
    }

    /// Whether something stands in its way that no answer changes.
    var isBarred: Bool { !unmet.isEmpty || booking?.bar != nil }
    /// Whether no register has to be asked to see it.
    var isBarredByHerself: Bool { file.record == nil && isBarred }

    /// Whether it was handed in under another version of its service, which asked what there was to ask.
    ///
    /// Where its own is lost it runs to its end under the one that is offered: what that asks besides nobody answers any more.
    private var wasCompleteOnce: Bool {
        [.submitted, .deciding, .approved].contains(file.state) && file.serviceVersion != item.version
    }

    /// Whether nothing but the person's word is missing.
    ///
    /// - Throws: ``CaseRefused/recordMissing``, ``CaseRefused/notEligible``, ``CaseRefused/incomplete``.
    func requireComplete() throws(CaseRefused) {
        // A bundle is handed in by its services.
        guard !item.isBundle else { throw .notNow }
        guard file.record != nil else { throw .recordMissing }
        guard !isBarred else { throw .notEligible }
        guard wasCompleteOnce || (next == nil && !lacksAppointment) else { throw .incomplete }
    }

    /// What a register answers in the person's place; a value the question would refuse is asked about.
    private static func known(
        _ question: Question, _ record: [String: RegisterValue], on today: CalendarDate
    ) -> String? {
        guard let source = question.source, case .text(let text) = record[source.field], text != "-",
            !text.isEmpty
        else {
            return nil
        }
        return try? question.check(Self.typed(text, for: question), on: today)
    }

    /// Registers write money in fen, people in yuan.
    private static func typed(_ text: String, for question: Question) -> String {
        guard case .money = question.kind, let fen = Int(text), fen >= 0 else { return text }
        return WrittenAmount.yuan(fen)
    }
}
