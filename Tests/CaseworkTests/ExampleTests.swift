import Base
import Catalogue
import Support
import Testing
import Web

@testable import Casework

/// The examples that the house shows itself beside a field.
@Suite struct ExampleTests {
    /// Whoever types it off is told so, and nothing is paid to it.
    @Test(arguments: Language.allCases)
    func theExampleOfABankCardIsNoAnswer(_ language: Language) async throws {
        let house = try await CaseHouse(.sqlite)
        let words = house.frame.words.phrases(language)("kiosk.question.bank-account.hint")
        let digits = words.filter { $0.isASCII && $0.isNumber }
        let question = try #require(
            house.catalogue[CaseHouse.id("insurance/unemployment-benefit")]?.question("account"))

        #expect(digits.count == 19)
        #expect(throws: AnswerRefused.notABankAccount(question: "account")) {
            try question.check(digits, on: CalendarDate(inChinaAt: house.clock.now))
        }
    }
}
