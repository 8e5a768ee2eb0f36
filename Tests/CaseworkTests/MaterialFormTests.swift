import Base
import Catalogue
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Support
import Testing
import Web

@testable import Casework

/// What to bring, before anything is answered and as the answers come in.
@Suite struct MaterialFormTests {
    private static let permit = CaseHouse.id("police/residence-permit-apply")
    private static let replacement = CaseHouse.id("police/residence-permit-replace")

    /// What stands on the page before the beginning, in words and by what it is sent.
    static let said: [(Language, String, String)] = [
        (.mandarin, "凭住处申请的：租房合同或房产证明", "用手机拍照发来"),
        (.english, "If you apply by your home: Lease or proof of ownership", "Send from your phone"),
        (.minnan, "照徛家申請的：稅厝合同抑是厝契", "用手機仔翕相送來"),
    ]

    @Test(arguments: said.indices, [false, true])
    func beforeTheBeginningAConditionIsSaidInWords(_ index: Int, _ isLarge: Bool) async throws {
        let (language, material, label) = Self.said[index]
        let house = try await CaseHouse(.sqlite)
        try await house.kiosk(language: language.rawValue) { kiosk in
            kiosk.isLarge = isLarge
            let page = String(buffer: try await kiosk.get("/services/\(Self.permit.rawValue)").body)
            #expect(page.contains(material) && page.contains(label))
        }
    }

    @Test(arguments: TestEngine.available)
    func whatAQuestionTakesFollowsTheAnswers(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit(for: Self.permit)
        let number = try await house.open(Self.permit, for: session)
        func sent() async throws -> [String] {
            try await house.verbs.owned.form(number, of: session).materials
                .filter { $0.material.question != nil }.map(Self.words)
        }
        #expect(try await sent() == ["If you apply by your home: Lease or proof of ownership"])

        try await house.answer(number, ["ground": "work"], of: session)
        #expect(try await sent() == [])

        try await house.answer(number, ["ground": "home"], of: session)
        #expect(try await sent() == ["Lease or proof of ownership"])
    }

    @Test func whatIsShownFollowsThemToo() async throws {
        let house = try await CaseHouse(.sqlite)
        let session = try await house.visit(for: Self.replacement)
        let number = try await house.open(Self.replacement, for: session)
        func shown() async throws -> [String] {
            try await house.verbs.owned.form(number, of: session).materials
                .filter { $0.material.source == .shown }.map(Self.words)
        }
        #expect(try await shown() == ["Unless lost: The old card, given up for the new one"])

        try await house.answer(number, ["cause": "worn"], of: session)
        #expect(try await shown() == ["The old card, given up for the new one"])

        try await house.answer(number, ["cause": "lost"], of: session)
        #expect(try await shown() == [])
    }

    private static func words(_ need: MaterialNeed) -> String {
        (need.condition.map { $0[.english] + ": " } ?? "") + need.material.name[.english]
    }
}
