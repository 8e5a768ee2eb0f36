import Base
import Catalogue
import Documents
import Exchange
import Sandbox
import Support
import Testing
import Uploads
import Web

@testable import Casework
@testable import Desk
@testable import egret

/// What a clerk sees of an answer that no register gave.
@Suite struct PaperMarkTests {
    @Test(arguments: Language.allCases)
    func anAnswerByPaperIsMarkedAndOneByARegisterIsNot(in language: Language) async throws {
        try await WholeHouse.run(.sqlite) { whole, _ in
            let parts = whole.house.caseParts
            let item = try #require(
                ServiceID(rawValue: "fund/withdrawal-rent").flatMap { parts.catalogue[$0] })
            let phrases = whole.house.frame.words.phrases(language)
            let known = SampleCase(item, parts).form
            let file = known.file
            let silent = CaseFile(
                number: file.number, service: file.service, serviceVersion: file.serviceVersion,
                citizen: file.citizen, terminalID: file.terminalID, language: file.language,
                state: file.state,
                answers: ["home": "public", "lease": "样板租约8号"],
                record: file.record?.filter { $0.key != "leaseNumber" },
                openedAt: file.openedAt, submittedAt: nil, issuedAt: nil)
            let asked = parts.form(silent, item, person: SampleCase.holder.number)
            let mark = phrases("clerk.check.paper")
            func page(_ form: CaseForm) -> String {
                CaseAnswers(form: form, catalogue: parts.catalogue, files: [], path: "/work")
                    .html(phrases, language).string
            }

            #expect(page(asked).ranges(of: mark).count == 1, "once, beside the lease")
            #expect(page(asked).contains("样板租约8号"))
            #expect(!page(known).contains(mark))
        }
    }

    /// A register that was silent refuses nobody: the clerk reads which rule was not held against it.
    @Test func aRuleThatNoRegisterCouldAnswerIsMarkedAsNotChecked() async throws {
        try await WholeHouse.run(.sqlite) { whole, _ in
            let parts = whole.house.caseParts
            let item = try #require(
                ServiceID(rawValue: "fund/withdrawal-rent").flatMap { parts.catalogue[$0] })
            let phrases = whole.house.frame.words.phrases(.english)
            let rule = try #require(item.question("amount")?.must.first)
            let mark = phrases("clerk.check.unchecked", ["sentence": rule.otherwise[.english]])
            let sample = SampleCase(item, parts).form.file
            func page(_ record: [String: RegisterValue]?) -> String {
                let file = CaseFile(
                    number: sample.number, service: sample.service, serviceVersion: item.version,
                    citizen: sample.citizen, terminalID: sample.terminalID, language: .english,
                    state: .deciding, answers: sample.answers, record: record, openedAt: sample.openedAt,
                    submittedAt: nil, issuedAt: nil)
                let form = parts.form(file, item, person: SampleCase.holder.number)
                return CaseAnswers(form: form, catalogue: parts.catalogue, files: [], path: "/work")
                    .html(phrases, .english).string
            }

            let silent = sample.record?.filter { $0.key != "balance" }
            #expect(page(silent).contains(mark))
            #expect(!page(sample.record).contains(mark))
        }
    }

    /// What a release asks besides nobody answers in a case that was handed in before it, and what it asks no more was sent.
    @Test func aCaseOfAFormerVersionRunsToItsEnd() async throws {
        try await WholeHouse.run(.sqlite) { whole, _ in
            let parts = whole.house.caseParts
            let item = try #require(
                ServiceID(rawValue: "fund/withdrawal-rent").flatMap { parts.catalogue[$0] })
            let phrases = whole.house.frame.words.phrases(.english)
            let sample = SampleCase(item, parts).form.file
            func form(_ state: CaseState, of version: Int) -> CaseForm {
                let file = CaseFile(
                    number: sample.number, service: sample.service, serviceVersion: version,
                    citizen: sample.citizen, terminalID: sample.terminalID, language: .english, state: state,
                    answers: sample.answers.merging(["home": "public"]) { $1 }.filter { $0.key != "lease" },
                    record: sample.record?.filter { !["leaseNumber", "lastRent"].contains($0.key) }
                        .merging([
                            "owns": .text("no"), "suspended": .text("no"), "openedOn": .text("2015-01-05"),
                        ]) { $1 },
                    openedAt: sample.openedAt, submittedAt: nil, issuedAt: nil)
                return parts.form(file, item, person: SampleCase.holder.number)
            }
            let files = [
                Upload(
                    id: Token(.live), caseNumber: sample.number.rawValue, question: "address-paper",
                    citizen: sample.citizen, type: .jpeg, size: 1, state: .clean, uploadedAt: sample.openedAt)
            ]
            func page(_ form: CaseForm) -> String {
                CaseAnswers(form: form, catalogue: parts.catalogue, files: files, path: "/work")
                    .html(phrases, .english).string
            }

            for state in [CaseState.submitted, .deciding, .approved] {
                #expect(throws: Never.self, "\(state)") {
                    try form(state, of: item.version - 1).requireComplete()
                }
                #expect(throws: CaseRefused.incomplete, "\(state)") {
                    try form(state, of: item.version).requireComplete()
                }
            }
            #expect(throws: CaseRefused.incomplete, "she can still be asked") {
                try form(.open, of: item.version - 1).requireComplete()
            }
            #expect(page(form(.deciding, of: item.version - 1)).contains("/work/files/\(files[0].id)"))
            #expect(
                !page(form(.deciding, of: item.version)).contains(files[0].id.rawValue), "given up by herself"
            )
        }
    }
}
