import Base
import Testing

@testable import Catalogue

/// A telephone that is known of whoever opens a case, and stands in it from the beginning.
@Suite struct OwnPhoneTests {
    private static let service = "police/temporary-identity-proof"
    private static let bundle = "bundles/work.yml"

    /// The service with one question more, which its fixture answers.
    private func folder(_ kind: String, _ keys: String = "required: true") throws
        -> (ServicesFolder, line: Int)
    {
        let folder = try ServicesFolder()
        let line = try folder.replace(
            "  - id: place\n",
            with: """
                  - id: phone
                    prefill: own-phone
                    kind: \(kind)
                    \(keys)
                    label: {zh-Hans: 打哪个号码？, en: "Which number?", nan-Hant: 敲佗一號？}
                    why: {zh-Hans: 好找您, en: To reach you, nan-Hant: 才揣會著你}
                  - id: place

                """)
        _ = try folder.replace(
            "answers: {", with: "answers: {phone: \"15410000001\", ",
            in: "\(Self.service)/fixtures/ordinary.yml")
        return (folder, line + 1)
    }

    @Test func aServiceAndAnEventMayKnowIt() throws {
        let (folder, _) = try folder("phone")
        try folder.write(event("prefill: own-phone"), to: Self.bundle)
        let catalogue = try Catalogue.load(folder.url)
        withExtendedLifetime(folder) {}

        let item = try #require(ServiceID(rawValue: Self.service).flatMap { catalogue[$0] })
        #expect(item.questions.filter(\.isOwnPhone).map(\.id) == ["phone"])
        #expect(item.question("phone")?.source == nil)
        #expect(catalogue.bundles.first?.item.question("phone")?.isOwnPhone == true)
    }

    @Test(arguments: [
        ("yes-no", "required: true", "Of whoever comes only her telephone is known"),
        ("phone", "required: false", "What is not asked of everybody is not filled in unasked"),
        (
            "phone", "required: true\n    when: answer.reason == 'lost'",
            "What is not asked of everybody is not filled in unasked"
        ),
    ])
    func whatIsNotKnownOfEverybodyIsRefusedWithItsPlace(kind: String, keys: String, message: String) throws {
        let (folder, line) = try folder(kind, keys)
        let defects = try #require(
            #expect(throws: CatalogueDefects.self) { try Catalogue.load(folder.url) }
        ).defects

        #expect(
            defects.contains {
                $0.file == ServicesFolder.service && $0.line == line && $0.message.english == message
            }, "\(defects)")
    }

    @Test func nothingElseIsDoneWhereNobodyLeftOne() throws {
        let (folder, line) = try folder("phone", "required: true\n    otherwise: wait")
        let defects = try #require(
            #expect(throws: CatalogueDefects.self) { try Catalogue.load(folder.url) }
        ).defects
        #expect(
            defects.map { "\($0.line) \($0.message.english)" }
                == ["\(line + 3) Who has left no telephone is asked"])
    }

    @Test func anEventKnowsNothingElse() throws {
        let (folder, _) = try folder("phone")
        try folder.write(event("prefill: police/residents.address"), to: Self.bundle)
        let defects = try #require(
            #expect(throws: CatalogueDefects.self) { try Catalogue.load(folder.url) }
        ).defects
        #expect(defects.map(\.message.english) == ["A form of many services asks no register"])
    }

    private func event(_ prefill: String) -> String {
        """
        id: work
        name: {zh-Hans: 换工作一件事, en: Another job, nan-Hant: 換頭路一件事}
        summary: {zh-Hans: 一次办完, en: All at once, nan-Hant: 一擺辦了}
        topics: [identity]
        legalBasis:
          - {title: 中华人民共和国社会保险法, clause: 第七十四条, verified: false}
        services: [fund/deposit-proof, \(Self.service)]
        shared:
          - question: phone
            kind: phone
            required: true
            \(prefill)
            label: {zh-Hans: 打哪个号码？, en: "Which number?", nan-Hant: 敲佗一號？}
            why: {zh-Hans: 好找您, en: To reach you, nan-Hant: 才揣會著你}
            feeds: ["\(Self.service)#phone"]
        """
    }
}
