import Base
import Catalogue
import Documents
import Exchange
import Storage
import Support
import Testing
import Uploads
import Web

@testable import Casework
@testable import Desk
@testable import egret

/// What stands beside each answer, condition and material of a case, without a service having to say it.
@Suite struct CaseCheckTests {
    private static func rent(_ parts: CaseParts) throws -> ServiceItem {
        try #require(ServiceID(rawValue: "fund/withdrawal-rent").flatMap { parts.catalogue[$0] })
    }

    /// What is said of a condition that does not hold stands where it does not, and nowhere else.
    private static func isSaidWhereItDoesNotHold(
        _ html: String, _ form: CaseForm, _ item: ServiceItem, on days: [CalendarDate]
    ) -> Bool {
        item.eligibility.allSatisfy { condition in
            html.contains(HTML.text(condition.otherwise[.english]).string)
                == days.contains { !form.isMet(condition, on: $0) }
        }
    }

    /// The sample's case of a service, with something else in its register and its answers.
    private static func form(
        _ item: ServiceItem, _ parts: CaseParts, record changed: [String: RegisterValue],
        without: Set<String> = [], answers: [String: String] = [:]
    ) -> CaseForm {
        let sample = SampleCase(item, parts).form.file
        let record = (sample.record ?? [:]).merging(changed) { $1 }.filter { !without.contains($0.key) }
        let file = CaseFile(
            number: sample.number, service: sample.service, serviceVersion: sample.serviceVersion,
            citizen: sample.citizen, terminalID: sample.terminalID, language: .english, state: .deciding,
            answers: sample.answers.merging(answers) { $1 }, record: record, openedAt: sample.openedAt,
            submittedAt: sample.openedAt, issuedAt: nil, recordReadAt: sample.openedAt)
        return parts.form(file, item, person: SampleCase.holder.number)
    }

    @Test(arguments: Language.allCases)
    func noAnswerOfAnyServiceStandsWithoutACheck(in language: Language) async throws {
        try await WholeHouse.run(.sqlite) { whole, _ in
            let parts = whole.house.caseParts
            let phrases = whole.house.frame.words.phrases(language)
            for item in parts.catalogue.items where item.handling == .promised {
                let form = SampleCase(item, parts).form
                let checks = AnswerChecks(
                    form: form, catalogue: parts.catalogue, files: [], language: language)
                for question in form.route {
                    #expect(!checks.asked(question).words.isEmpty, "\(item.id) \(question.id)")
                }
                for question in form.spared {
                    let check = checks.filled(question)
                    #expect(check.words == [.filled] && check.register != nil, "\(item.id) \(question.id)")
                }
                let page = fragment {
                    CaseAnswers(form: form, catalogue: parts.catalogue, files: [], path: "/work")
                        .html(phrases, language)
                    CaseConditions(form: form, catalogue: parts.catalogue, today: form.day)
                        .html(phrases, language)
                    CaseMaterials(form: form, catalogue: parts.catalogue, files: [])
                        .html(phrases, language)
                }.string
                #expect(!page.contains("[clerk.") && !page.contains("<td></td></tr>"), "\(item.id)")
            }
        }
    }

    /// A service, what its registers say, what is answered, a question, and whether it is put all the same.
    static let known: [(String, [String: String], [String: String], String, Bool)] = [
        ("hotline/complaint", ["latest": "XM260000000001"], ["before": "latest"], "earlier", false),
        ("hotline/complaint", ["latest": "XM260000000001"], ["before": "older"], "earlier", true),
        ("hotline/complaint", [:], ["before": "latest"], "earlier", true),
        (
            "police/residence-permit-apply", ["school": "样板里小学", "state": "在籍在读"],
            ["ground": "school"], "school", false
        ),
        (
            "police/residence-permit-apply", ["school": "样板里小学", "state": "毕业"], ["ground": "school"],
            "school", true
        ),
        (
            "medical/resident-enrolment", ["school": "样板里小学", "state": "在籍在读"], ["group": "child"], "school",
            false
        ),
        ("medical/resident-enrolment", ["school": "-", "state": "-"], ["group": "child"], "school", true),
        // Handed in under the version before, which asked yes or no.
        ("hotline/complaint", ["latest": "XM260000000001"], ["before": "yes"], "earlier", true),
    ]

    @Test func whatARegisterKnowsIsAskedOnlyWhereItIsNotTheAnswer() async throws {
        try await WholeHouse.run(.sqlite) { whole, _ in
            let parts = whole.house.caseParts
            for (service, record, answers, question, isAsked) in Self.known {
                let item = try #require(ServiceID(rawValue: service).flatMap { parts.catalogue[$0] })
                let form = Self.form(
                    item, parts, record: record.mapValues(RegisterValue.text),
                    without: Set(["latest", "school"]).subtracting(record.keys),
                    answers: answers)
                #expect((form.question(question) != nil) == isAsked, "\(service): \(record) \(answers)")
            }
        }
    }

    @Test func whatARegisterKnewWhatItLackedAndWhatWasSentAreToldApart() async throws {
        try await WholeHouse.run(.sqlite) { whole, _ in
            let parts = whole.house.caseParts
            let item = try Self.rent(parts)
            let form = Self.form(
                item, parts, record: [:], without: ["leaseNumber"],
                answers: ["home": "public", "lease": "样板租约8号"])
            func upload(_ state: Upload.State) -> Upload {
                Upload(
                    id: Token(.live), caseNumber: form.file.number.rawValue, question: "lease-paper",
                    citizen: form.file.citizen, type: .jpeg, size: 1, state: state,
                    uploadedAt: form.file.openedAt)
            }
            func check(_ id: String, _ files: [Upload] = []) throws -> AnswerCheck {
                AnswerChecks(form: form, catalogue: parts.catalogue, files: files, language: .english)
                    .asked(try #require(form.question(id)))
            }

            #expect(try check("lease").words == [.paper])
            #expect(try check("lease").register != nil && check("lease").known == nil, "it was asked")
            #expect(try check("home").words == [.typed])
            #expect(try check("lease-paper").words == [.none])
            #expect(try check("lease-paper", [upload(.clean)]).words == [.scanned])
            let found = try check("lease-paper", [upload(.clean), upload(.infected), upload(.waiting)])
            #expect(found.words == [.infected, .unscanned, .scanned] && found.isConspicuous)
        }
    }

    @Test func aConditionIsJudgedAsOfTheHandInAndAsOfToday() async throws {
        try await WholeHouse.run(.sqlite) { whole, _ in
            let parts = whole.house.caseParts
            let item = try Self.rent(parts)
            let day = CalendarDate(inChinaAt: parts.world.now())
            let last = CalendarDate(daysSince1970: day.daysSince1970 - 360)
            let form = Self.form(
                item, parts,
                record: [
                    "suspended": .text("no"), "owns": .text("no"), "lastRent": .text(last.description),
                    "account": .text("X1"), "openedOn": .text("2015-01-05"),
                ])
            let later = CalendarDate(daysSince1970: day.daysSince1970 + 10)
            let rule = try #require(
                item.eligibility.first { $0.rule.names.contains("fund/withdrawals.lastRent") })

            #expect(form.day == day && !form.isMet(rule, on: day) && form.isMet(rule, on: later))
            // By her number she is judged, and it stands nowhere.
            let html = CaseConditions(form: form, catalogue: parts.catalogue, today: later)
                .html(whole.house.frame.words.phrases(.english), .english).string
            #expect(html.ranges(of: "Not fulfilled").count == 1, "then, and no more today")
            #expect(html.contains(last.shown(in: .english)), "what it is read from stands beside it")
            #expect(Self.isSaidWhereItDoesNotHold(html, form, item, on: [day, later]))
            #expect(!html.contains(SampleCase.holder.number.text))
        }
    }

    @Test func aMaterialSaysWhetherItWasSharedOrBrought() async throws {
        try await WholeHouse.run(.sqlite) { whole, _ in
            let parts = whole.house.caseParts
            let item = try #require(
                ServiceID(rawValue: "hotline/complaint-withdraw").flatMap { parts.catalogue[$0] })
            func origins(_ form: CaseForm) -> [CaseMaterials.Origin] {
                let materials = CaseMaterials(form: form, catalogue: parts.catalogue, files: [])
                return item.materials.map(materials.origin)
            }
            let known = Self.form(item, parts, record: [:])
            let silent = Self.form(
                item, parts, record: [:], without: Set(known.file.record?.keys.map(\.self) ?? []))

            #expect(origins(known) == [.identity, .shared])
            #expect(origins(silent) == [.identity, .silent])
        }
    }
}
