import Base
import Catalogue
import Documents
import Sandbox
import Support
import Testing
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
}
