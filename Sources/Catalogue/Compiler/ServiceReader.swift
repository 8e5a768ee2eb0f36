import Base
import Foundation

/// Reads one `service.yml` into an item.
struct ServiceReader {
    static let required = [
        "version", "provenance", "implementationCode", "name", "summary", "taskType", "handling",
        "legalBasis",
        "conditions", "materials", "statutoryTime", "promisedTime", "fee", "result", "review", "litigation",
        "supervision", "selfService", "channels", "minutes", "questions", "registers", "assurance",
        "factorSets",
        "prefill",
        "guide",
    ]

    let id: ServiceID
    let department: Department
    let folder: URL
    let pictures: PictureShelf

    func item(from root: YAMLValue) -> ServiceItem {
        let file = root.mapping(Self.required, optional: ["representation"])
        let code = implementationCode(file["implementationCode"])
        let registers = file["registers"].list(0...20).map(registerUse)
        let assurance = file["assurance"].word(ServiceAssurance.high)
        return ServiceItem(
            id: id,
            version: file["version"].int(in: 1...9_999),
            provenance: provenance(file["provenance"]),
            name: file["name"].localText(max: 30),
            summary: file["summary"].localText(max: 80),
            department: department.id,
            basicCode: code?.basic ?? "",
            actingBody: code?.body ?? department.creditCode,
            level: code?.level ?? 1,
            taskType: file["taskType"].word(.publicService),
            handling: file["handling"].word(.instant),
            legalBasis: file["legalBasis"].list(1...20).map(LegalBasis.init),
            conditions: file["conditions"].list(0...20).map { $0.localText() },
            materials: file["materials"].list(0...30).map(material),
            statutoryTime: handlingTime(file["statutoryTime"]),
            promisedTime: handlingTime(file["promisedTime"]),
            fee: fee(file["fee"]),
            result: result(file["result"]),
            review: file["review"].localText(),
            litigation: file["litigation"].localText(),
            supervision: file["supervision"].localText(),
            selfService: file["selfService"].flag(),
            channels: file["channels"].list(1...4).map { $0.word(.terminal) },
            minutes: file["minutes"].int(in: 1...60),
            questions: QuestionReader().questions(file["questions"]),
            registers: registers,
            assurance: assurance,
            factorSets: factorSets(file["factorSets"], reaching: assurance),
            representation: representation(file),
            prefill: file["prefill"].list(0...40).map { prefillLine($0, registers: registers) },
            guide: file["guide"].list(1...8).map(guideStep),
            document: folder.appending(path: "document.yml"))
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

    private func provenance(_ value: YAMLValue) -> Provenance {
        let map = value.mapping(["mark", "note"])
        return Provenance(mark: map["mark"].word(.guess), note: map["note"].text(max: 500))
    }

    private func material(_ value: YAMLValue) -> Material {
        let map = value.mapping(["name", "source", "sparedBySharing"])
        return Material(
            name: map["name"].localText(), source: map["source"].word(.person),
            sparedBySharing: map["sparedBySharing"].flag())
    }

    private func handlingTime(_ value: YAMLValue) -> HandlingTime {
        let map = value.mapping(["amount", "unit"])
        return HandlingTime(amount: map["amount"].int(in: 0...3_650), unit: map["unit"].word(.workingDays))
    }

    private func fee(_ value: YAMLValue) -> ServiceFee {
        let map = value.mapping(["fen", "basis"])
        return ServiceFee(fen: Int64(map["fen"].int(in: 0...100_000_000)), basis: map["basis"].localText())
    }

    private func result(_ value: YAMLValue) -> ServiceResult {
        let map = value.mapping(["name"], optional: ["validityDays"])
        return ServiceResult(
            name: map["name"].localText(), validityDays: map.optional("validityDays")?.int(in: 1...3_650))
    }

    private func registerUse(_ value: YAMLValue) -> RegisterUse {
        let map = value.mapping(["resource", "fields", "purpose"])
        return RegisterUse(
            resource: resource(map["resource"]), fields: map["fields"].list(1...60).map { $0.text(max: 60) },
            purpose: map["purpose"].localText())
    }

    private func resource(_ value: YAMLValue) -> String {
        let text = value.text()
        if ServiceID(rawValue: text) == nil {
            value.refuse("A register is named <department>/<resource>", "Write it like police/residents")
        }
        return text
    }

    private func factorSets(_ value: YAMLValue, reaching least: ServiceAssurance) -> [[ServiceFactor]] {
        let sets = value.list(1...6).map { set in
            let factors = set.list(1...3).map { $0.word(ServiceFactor.card) }
            if !factors.isEmpty, ServiceFactor.assurance(of: Set(factors)) < least {
                set.refuse(
                    "The set does not reach the assurance \(least.rawValue)",
                    "Add a factor such as the card, or lower the assurance")
            }
            return factors
        }
        if !sets.isEmpty, Set(sets.map { Set($0) }).count < 2 {
            value.refuse("There is only one way to be identified", "Offer at least two sets of factors")
        }
        if !sets.isEmpty, !sets.contains(where: { !$0.contains(where: \.isBiometric) }) {
            value.refuse("Every way needs a face", "Add a set without it, such as [card, code]")
        } else if !sets.isEmpty, sets.allSatisfy({ $0.contains { $0.isBiometric || $0.isVoluntary } }) {
            value.refuse(
                "Without a face there is only the national network identity service, which is voluntary",
                "Add a set without either, such as [card, code]")
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

    private func prefillLine(_ value: YAMLValue, registers: [RegisterUse]) -> PrefillLine {
        let map = value.mapping(["label", "resource", "field"])
        let line = PrefillLine(
            label: map["label"].localText(max: 20), resource: resource(map["resource"]),
            field: map["field"].text(max: 60))
        if !registers.contains(where: { $0.resource == line.resource && $0.fields.contains(line.field) }) {
            map["field"].refuse(
                "The field is not among those asked of the register",
                "Add it under registers, or remove it here")
        }
        return line
    }

    private func guideStep(_ value: YAMLValue) -> GuideStep {
        let map = value.mapping(["text", "picture", "spoken"])
        let picture = map["picture"].text(max: 100)
        return GuideStep(
            text: map["text"].localText(max: 40), picture: picture,
            file: pictures.file(picture, for: folder, at: map["picture"]),
            spoken: map["spoken"].text(max: 100))
    }
}
