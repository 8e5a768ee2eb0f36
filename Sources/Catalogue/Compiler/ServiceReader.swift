import Base
import Foundation

/// Reads one `service.yml` into an item.
struct ServiceReader {
    static let required = [
        "version", "provenance", "implementationCode", "name", "summary", "act", "object", "topics", "search",
        "taskType", "handling", "legalBasis", "conditions", "materials", "statutoryTime", "promisedTime",
        "fee",
        "result", "selfService", "channels", "minutes", "registers", "questions", "assurance", "factorSets",
        "prefill", "guide",
    ]
    static let optional = [
        "followUp", "steps", "eligibility", "representation", "paper", "rating", "review", "litigation",
        "supervision", "several",
    ]

    let id: ServiceID
    let department: Department
    let files: CatalogueFiles
    let shelf: CatalogueShelf
    /// What stands beside it in `slots.yml`.
    let slots: SlotPlan?

    func item(from root: YAMLValue) -> ServiceItem {
        let file = root.mapping(Self.required, optional: Self.optional)
        let code = implementationCode(file["implementationCode"])
        let registers = file["registers"].list(0...20).map(registerUse)
        refuseSharedFields(registers, at: file["registers"])
        let scope = shelf.scope(of: registers)
        let promised = handlingTime(file["promisedTime"])
        let handling = file["handling"].word(ServiceItem.Handling.instant)
        let assurance = file["assurance"].word(ServiceAssurance.high)
        var questions = QuestionReader(
            uses: registers, scope: scope, isDecidedByClerks: handling != .instant
        ).questions(file["questions"])
        let layout = layout
        let own = OwnGuide(id, in: files, beside: shelf.spoken, root.report)
        let guide = file["guide"].list(1...8).compactMap { shelf.guideStep($0, of: own) }
        own.refuseIdle(guide, root.report)
        let outcome = ResultReader(
            department: department.id, shelf: shelf, questions: questions, uses: registers, layout: layout)
        let act = file["act"].word(ServiceAct.query)
        let result = outcome.result(file["result"])
        let steps = StepReader(
            service: id, departments: shelf.departments, handling: handling, level: code?.level ?? 3,
            promised: promised, questions: questions, uses: registers, partners: shelf.partners
        ).steps(file.optional("steps"))
        for index in questions.indices { questions[index].offerCities(of: steps) }
        let prefill = file["prefill"].list(0...40).compactMap { prefillLine($0, registers: registers) }
        return ServiceItem(
            id: id,
            version: file["version"].int(in: 1...9_999),
            provenance: Provenance(file["provenance"]),
            name: file["name"].localText(max: 30),
            summary: file["summary"].localText(max: 80),
            department: department.id,
            basicCode: code?.basic ?? "",
            actingBody: code?.body ?? department.creditCode,
            level: code?.level ?? 1,
            act: act,
            object: slug(file["object"]),
            nothingFollows: file.optional("followUp")?.mapping(["none"])["none"].localText(max: 60),
            topics: file["topics"].list(1...6).map { $0.word(.identity) },
            searchWords: file["search"].list(1...12).map { $0.text(max: 20) },
            taskType: file["taskType"].word(.publicService),
            handling: handling,
            mayRunSeveral: mayRunSeveral(file.optional("several"), handling),
            steps: steps,
            legalBasis: file["legalBasis"].list(1...20).map(LegalBasis.init),
            conditions: file["conditions"].list(0...20).map { $0.localText() },
            materials: file["materials"].list(0...30).map(
                MaterialReader(questions: questions, scope: outcome.scope).material),
            statutoryTime: handlingTime(file["statutoryTime"]),
            promisedTime: promised,
            fee: outcome.fee(file["fee"]),
            result: result,
            remedies: remedies(file),
            selfService: file["selfService"].flag(),
            channels: file["channels"].list(1...4).map { $0.word(.terminal) },
            minutes: file["minutes"].int(in: 1...60),
            registers: registers,
            eligibility: file.optional("eligibility")?.list(1...10).compactMap {
                Requirement($0, knowing: scope)
            } ?? [],
            questions: questions,
            slots: slots,
            assurance: assurance,
            factorSets: factorSets(file["factorSets"], reaching: assurance),
            representation: representation(file),
            prefill: prefill,
            guide: guide,
            ratingReasons: ratingReasons(file.optional("rating")),
            paper: PaperReader(
                registers: registers, shelf: shelf, prefill: prefill, questions: questions, act: act,
                isBooked: slots != nil, steps: steps, changes: result.changes
            ).paper(file.optional("paper")),
            layout: layout)
    }

    private var layout: String? {
        let path = "\(id.rawValue)/document.yml"
        if let text = files.published[path] { return text.isEmpty ? nil : text }
        return try? String(contentsOf: files.folder.appending(path: path), encoding: .utf8)
    }

    private func ratingReasons(_ value: YAMLValue?) -> [RatingReason] {
        guard let value else { return RatingReason.standard }
        let reasons = value.list(1...RatingReason.countMax).compactMap(RatingReason.init)
        if Set(reasons.map(\.id)).count < reasons.count {
            value.refuse("A reason stands twice", "Keep one of them")
        }
        return reasons
    }

    private func mayRunSeveral(_ value: YAMLValue?, _ handling: ServiceItem.Handling) -> Bool {
        guard let value, value.flag() else { return false }
        guard handling == .promised else {
            value.refuse("Only what somebody decides runs beside another of its kind", "Take several out")
            return false
        }
        return true
    }

    private func slug(_ value: YAMLValue) -> String {
        let text = value.text(max: 60)
        if !text.isEmpty, !ServiceID.isSlug(text) {
            value.refuse("An object is named by a-z, 0-9 and hyphens", "Write it like residence-permit")
        }
        return text
    }

    private func remedies(_ file: YAMLMapping) -> Remedies {
        Remedies(
            review: file.optional("review")?.localText() ?? department.remedies.review,
            litigation: file.optional("litigation")?.localText() ?? department.remedies.litigation,
            supervision: file.optional("supervision")?.localText() ?? department.remedies.supervision)
    }

    /// Papers and rules name a field by itself, so two registers of one service may not share a name.
    private func refuseSharedFields(_ uses: [RegisterUse], at value: YAMLValue) {
        let fields = uses.flatMap(\.fields).filter { !["name", "number"].contains($0) }
        for (field, places) in Dictionary(grouping: fields, by: \.self) where places.count > 1 {
            value.refuse(
                "Two registers of this service answer a field called \(field)",
                "Ask one of them, or rename a field")
        }
    }

    private func implementationCode(_ value: YAMLValue) -> (body: CreditCode, level: Int, basic: String)? {
        let text = value.text()
        guard text.utf8.count == 31, text.utf8.dropFirst(18).allSatisfy({ (48...57).contains($0) }),
            let level = Int(text.dropFirst(18).prefix(1)), (1...6).contains(level)
        else {
            value.refuse(
                "An implementation code has 31 characters",
                "Write the acting body's credit code (18), the level 1 to 6, and the basic code (12 digits)")
            return nil
        }
        do {
            return (try CreditCode(String(text.prefix(18))), level, String(text.suffix(12)))
        } catch {
            value.refuse(
                "The first 18 characters are no unified social credit code (\(error))",
                "Copy it from the body's registration certificate")
            return nil
        }
    }

    private func handlingTime(_ value: YAMLValue) -> HandlingTime {
        let map = value.mapping(["amount", "unit"])
        return HandlingTime(amount: map["amount"].int(in: 0...3_650), unit: map["unit"].word(.workingDays))
    }

    private func registerUse(_ value: YAMLValue) -> RegisterUse {
        let map = value.mapping(["resource", "fields", "purpose"])
        let resource = map["resource"].text()
        let register = shelf.register(resource, at: map["resource"])
        let fields = map["fields"].list(1...60).map { entry in
            let name = entry.text(max: 60)
            if let register, register.field(name) == nil {
                entry.refuse(
                    "The register \(resource) has no field \(name)",
                    "Write one of: \((["name", "number"] + register.fields.map(\.id)).joined(separator: ", "))"
                )
            }
            return name
        }
        return RegisterUse(resource: resource, fields: fields, purpose: map["purpose"].localText())
    }

    private func factorSets(_ value: YAMLValue, reaching least: ServiceAssurance) -> [[ServiceFactor]] {
        let sets = value.list(1...6).map { set in
            let factors = set.list(1...3).map { $0.word(ServiceFactor.card) }
            if !factors.isEmpty, !ServiceFactor.offered.contains(Set(factors)) {
                set.refuse(
                    "No terminal has a way through these factors",
                    "Write one of: \(ServiceFactor.ways(reaching: .basic).joined(separator: ", "))")
            } else if !factors.isEmpty, ServiceFactor.assurance(of: Set(factors)) < least {
                set.refuse(
                    "The set does not reach the assurance \(least.rawValue)",
                    "Write one of: \(ServiceFactor.ways(reaching: least).joined(separator: ", "))")
            }
            return factors
        }
        if !sets.isEmpty, Set(sets.map { Set($0) }).count < 2 {
            value.refuse("There is only one way to be identified", "Offer at least two sets of factors")
        }
        if !sets.isEmpty, !sets.contains(where: { !$0.contains(where: \.isBiometric) }) {
            value.refuse("Every way needs a face", "Add a set without it, such as [card, phone]")
        } else if !sets.isEmpty, sets.allSatisfy({ $0.contains { $0.isBiometric || $0.isVoluntary } }) {
            value.refuse(
                "Without a face there is only the national network identity service, which is voluntary",
                "Add a set without either, such as [card, phone]")
        }
        return sets
    }

    private func representation(_ file: YAMLMapping) -> Set<RepresentationKind> {
        guard let value = file.optional("representation") else { return [] }
        let kinds = value.list(1...3).map { $0.word(RepresentationKind.mandate) }
        if Set(kinds).count < kinds.count {
            value.refuse("A kind of representation stands twice", "Keep one of them")
        }
        return Set(kinds)
    }

    private func prefillLine(_ value: YAMLValue, registers: [RegisterUse]) -> PrefillLine? {
        guard let (resource, field) = value.registerField(among: registers),
            let declared = shelf.field(field, of: resource)
        else { return nil }
        if declared.kind == .table {
            value.refuse("A table does not fit on a line", "Name it under tables of the paper")
        }
        return PrefillLine(label: declared.label, resource: resource, field: declared)
    }
}
