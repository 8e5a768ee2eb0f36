import Base
import Catalogue
import Documents
import Exchange

/// A case of nobody, with an answer to every question and a value in every field.
struct SampleCase {
    let item: ServiceItem
    let parts: CaseParts

    init(_ item: ServiceItem, _ parts: CaseParts) {
        self.item = item
        self.parts = parts
    }

    /// A person who does not exist: the sequences 980 to 995 of a day are not handed out.
    static let holder: Holder = {
        guard let name = PersonName("样本人"), let number = try? CitizenNumber("350203199006159807") else {
            preconditionFailure("the sample person is one")
        }
        return Holder(name: name, number: number)
    }()

    var form: CaseForm { parts.form(file, item, person: Self.holder.number) }

    private var today: CalendarDate { CalendarDate(inChinaAt: parts.world.now()) }

    private var file: CaseFile {
        let now = parts.world.now()
        return CaseFile(
            number: CaseNumber(
                prefix: CaseNumber.prefix(implementationCode: item.implementationCode, day: today),
                sequence: 1),
            service: item.id, serviceVersion: item.version, citizen: Token(parts.world), terminalID: "",
            language: .mandarin, state: .open, answers: answers, record: record, openedAt: now,
            submittedAt: nil, issuedAt: nil)
    }

    func order(_ layout: DocumentLayout) -> DocumentOrder {
        let form = form
        return DocumentOrder(
            documentID: Token(parts.world), code: VerificationCode(parts.world),
            caseNumber: form.file.number.rawValue, serviceCode: item.basicCode,
            serviceName: item.name[.mandarin],
            issuer: parts.catalogue.department(item.department)?.name[.mandarin] ?? item.department.rawValue,
            layout: layout, content: content(form), holder: Self.holder, issuedAt: parts.world.now(),
            validUntil: item.result.validityDays.map {
                CalendarDate(daysSince1970: today.daysSince1970 + $0)
            })
    }

    private func content(_ form: CaseForm) -> DocumentContent {
        var content = PaperContent.make(of: form, record: record, reply: "样例答复，写明办理结果。")
        guard item.slots != nil || item.act == .cancel else { return content }
        content.values[AppointmentField.place.name] = "样例窗口"
        content.values[AppointmentField.day.name] = today.description
        content.values[AppointmentField.time.name] = "09:00"
        return content
    }

    private var answers: [String: String] {
        Dictionary(item.questions.map { ($0.id, ordinary($0) ?? answer($0)) }) { first, _ in first }
    }

    /// What the ordinary journey says, where the question takes it; files are never there.
    private func ordinary(_ question: Question) -> String? {
        if case .files = question.kind { return nil }
        return item.fixture?.answer(question.id, on: today).flatMap { try? question.check($0, on: today) }
    }

    private func answer(_ question: Question) -> String {
        switch question.kind {
        case .choice(let options): options.first?.id ?? ""
        case .yesNo: "yes"
        case .text(let max): String("样例文字".prefix(max))
        case .longText(let max): String("样例文字，写明情况。".prefix(max))
        case .date(let from, let to): min(max(today, from.day(on: today)), to.day(on: today)).description
        case .number(let range): String(range.lowerBound)
        case .money(let range): String(range.lowerBound)
        case .phone: "13800000000"
        case .person: "样本某 350205198503129834"
        case .company: "样例有限公司 11350200MBX900017M"
        case .bankAccount: "6200000000000000000"
        case .address: "350203 样例路1号"
        case .files(let files):
            FileQuestion.answer((1...files.count.lowerBound).map { "\($0)".leftPadded(to: 26) })
        case .signature: "60,120 150,60 240,140;330,60 420,140"
        case .table(let table):
            TableQuestion.text(
                Array(
                    repeating: table.columns.map { answer($0.question) }, count: table.rows.lowerBound))
        }
    }

    private var record: [String: RegisterValue] {
        var record: [String: RegisterValue] = [:]
        for use in item.registers {
            for name in use.fields {
                guard let field = parts.catalogue.register(use.resource)?.field(name) else { continue }
                record[name] =
                    field.kind == .table
                    ? .table(
                        (0..<3).map { _ in
                            Dictionary(field.columns.map { ($0.id, value($0)) }) { first, _ in first }
                        }) : .text(value(field))
            }
        }
        return record
    }

    private func value(_ field: RegisterField) -> String {
        switch (field.id, field.kind) {
        case ("name", _): Self.holder.name.text
        case ("number", _): Self.holder.number.text
        // What layouts write in words of their own.
        case ("sex", _): "female"
        case ("pension", _), ("medical", _), ("unemployment", _), ("injury", _), ("maternity", _): "paid"
        case (_, .text): picked(field) ?? "样例"
        case (_, .date): today.description
        case (_, .month): String(today.description.prefix(7))
        case (_, .money): "123456"
        case (_, .number): "12"
        case (_, .flag): "yes"
        case (_, .code): "SAMPLE0001"
        case (_, .table): ""
        }
    }

    /// The first of the words that the register may answer with.
    private func picked(_ field: RegisterField) -> String? {
        if case .pick(let words)? = field.sample { words.first } else { nil }
    }
}
