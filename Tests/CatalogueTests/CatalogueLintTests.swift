import Base
import Catalogue
import Foundation
import Testing

@Suite struct CatalogueLintTests {
    struct Break: Sendable, CustomTestStringConvertible {
        let old: String
        let new: String
        let weight: CatalogueLint.Finding.Weight
        let message: String
        var testDescription: String { message }
    }

    static let breaks = [
        Break(
            old: "    clause: 第七十四条\n", new: "    clause: 第七十四条\n    validUntil: 2020-01-01\n",
            weight: .error,
            message: "has been out of force since 2020-01-01"),
        Break(
            old: "  - id: receiver\n",
            new: "  - id: receiver\n    when: answer.purpose == 'other' and answer.purpose == 'bidding'\n",
            weight: .error, message: "The question receiver is never asked"),
        Break(
            old: "  - id: receiver\n",
            new: "  - id: receiver\n    when: answer.purpose == 'other' or answer.purpose != 'other'\n",
            weight: .warning, message: "The condition of receiver always holds"),
        Break(
            old: "zh-Hans: \"要写上交给谁吗？\"", new: "zh-Hans: 单位？", weight: .warning,
            message: "insurance/participation.employer may know what receiver asks"),
        Break(
            old: "    hint: {zh-Hans: 例如单位名称", new: "    # {zh-Hans: 例如单位名称", weight: .warning,
            message: "Nothing shows what an answer to receiver looks like"),
        Break(
            old: "name: {zh-Hans: 社会保险参保证明,", new: "name: {zh-Hans: 住房公积金缴存证明,", weight: .error,
            message: "fund/deposit-proof is called 住房公积金缴存证明 as well"),
        Break(
            old: "act: prove", new: "act: book", weight: .warning,
            message: "can be booked and never cancelled"),
        Break(
            old: "zh-Hans: 写上后，别人不能挪作他用", new: "zh-Hans: 予以写明交给谁以后别的任何单位和个人都不能再把它拿去做其他的用处", weight: .warning,
            message: "A clause has"),
        Break(
            old: "zh-Hans: 写上后，别人不能挪作他用", new: "zh-Hans: 务必写明", weight: .warning,
            message: "务必 is a word of offices"),
    ]

    @Test(arguments: breaks) func whatIsLackingIsNamedWithItsLine(_ broken: Break) throws {
        let folder = try ServicesFolder()
        let path = "insurance/participation-proof/service.yml"
        let line = try folder.replace(broken.old, with: broken.new, in: path)

        let findings = try lint(folder)

        let finding = try #require(
            findings.first { $0.defect.message.english.contains(broken.message) }, "\(findings)")
        #expect(finding.weight == broken.weight)
        #expect(finding.defect.file == path)
        #expect(abs(finding.defect.line - line) <= 12, "line \(finding.defect.line) is far from \(line)")
    }

    @Test func aBookingSaysWhatItsPlanWillDoAndHasSeats() throws {
        let folder = try ServicesFolder()
        let path = "fund/deposit-proof"
        _ = try folder.replace("act: prove", with: "act: book", in: "\(path)/service.yml")
        _ = try folder.replace(
            "  kind: paper\n", with: "  kind: appointment\n", in: "\(path)/service.yml")
        func messages() throws -> [String] {
            try lint(folder).map(\.defect.message.english).filter { !$0.contains("never cancelled") }
        }
        #expect(try messages() == ["An appointment is promised that has no seat behind it"])

        let plan = try String(
            contentsOf: Repository.services.appending(path: "police/household-appointment/slots.yml"),
            encoding: .utf8)
        try folder.write(plan, to: "\(path)/slots.yml")
        #expect(
            try messages() == [
                "slots.yml stops booking after missed visits, and nobody is told before"
            ])

        try folder.write(
            plan.replacing("[mon, tue, wed, thu, fri]", with: "[sat]").replacing(
                "workingDays: 7", with: "days: 2"
            ).replacing(/noShow:.*/, with: ""), to: "\(path)/slots.yml")
        #expect(
            try messages() == ["On some days nothing can be booked at all: slots.yml looks ahead too short"])
    }

    /// A paper alone reaches no department: either somebody decides, or the result is told.
    @Test(arguments: ["report", "cancel", "book"]) func whatChangesSomethingReachesItsDepartment(
        _ act: String
    ) throws {
        let folder = try ServicesFolder()
        _ = try folder.replace("act: prove", with: "act: \(act)", in: Self.proof)
        func found() throws -> [CatalogueLint.Finding] {
            try lint(folder).filter { $0.defect.message.english.contains("is not told of it") }
        }
        let line = try folder.replace("  kind: paper\n", with: "  kind: register\n", in: Self.proof)
        #expect(try found() == [])

        _ = try folder.replace("  kind: register\n", with: "  kind: paper\n", in: Self.proof)
        let finding = try #require(try found().first)
        #expect(finding.weight == .error && finding.defect.line == line)
    }

    @Test func aFieldNobodyNeedsIsAnError() throws {
        let folder = try ServicesFolder()
        let path = "fund/deposit-proof/service.yml"
        _ = try folder.replace(
            "assurance:", with: "paper: {statement: \"{name} {number}\", english: Proof}\nassurance:",
            in: path)
        try FileManager.default.removeItem(at: folder.url.appending(path: "fund/deposit-proof/document.yml"))

        #expect(
            try lint(folder).map(\.defect.message.english) == [
                "fund/contributions.deposits is asked for and never used"
            ])
    }

    static let proof = "insurance/participation-proof/service.yml"

    /// An act, what is said where its other side is missing, and an act that is its other side.
    static let sides = [
        ("apply", "neither renewed, replaced nor given up", "cancel"),
        ("book", "booked and never cancelled", "cancel"),
        ("report", "neither taken back nor corrected", "change"),
        ("renew", "neither replaced nor given up", "replace"),
        ("endorse", "neither looked up, replaced nor given up", "query"),
        ("confirm", "neither looked up nor ended", "query"),
        ("pay", "paid and never looked up", "prove"),
        ("cancel", "ended and never begun", "apply"),
    ]

    @Test(arguments: sides) func anActWithoutItsOtherSideIsFound(
        _ act: String, _ lack: String, _ other: String
    ) throws {
        let folder = try ServicesFolder()
        let line = try folder.replace("act: prove", with: "act: \(act)", in: Self.proof)
        _ = try folder.replace("  kind: paper\n", with: "  kind: licence\n", in: Self.proof)
        func found() throws -> [CatalogueDefect] {
            try lint(folder).map(\.defect).filter {
                $0.message.english.contains(lack) && $0.file == Self.proof
            }
        }
        #expect(try found().map(\.line) == [line])

        let other = try ServicesFolder(of: folder, act: other)
        #expect(try lint(other).filter { $0.defect.message.english.contains(lack) } == [])

        _ = try folder.replace("object: social-insurance\n", with: Self.nothingFollows, in: Self.proof)
        #expect(try found() == [])
    }

    @Test func aReasonThatNothingFollowsIsForWhatIsMissing() throws {
        let folder = try ServicesFolder()
        _ = try folder.replace("object: social-insurance\n", with: Self.nothingFollows, in: Self.proof)
        #expect(
            try lint(folder).map(\.defect.message.english).contains("Nothing is looked for after act: prove"))

        _ = try folder.replace("act: prove", with: "act: apply", in: Self.proof)
        let other = try ServicesFolder(of: folder, act: "cancel")
        #expect(
            try lint(other).map(\.defect.message.english).contains(
                "followUp says that nothing follows, and there is act: cancel"))
    }

    private static let nothingFollows = """
        object: social-insurance
        followUp:
          none: {zh-Hans: 一次办完, en: "One payment, and that is all", nan-Hant: 一擺辦了}

        """

    /// A question, its kind, and the field that may know it.
    static let asked = [
        ("租赁备案号是多少？", "text\n    max: 30", "housing/leases.leaseNumber"),
        ("哪天离职的？", "date\n    from: today-3650\n    to: today", "insurance/departures.leftOn"),
        // Another kind of answer.
        ("哪天离职的？", "text\n    max: 30", nil),
        // Somebody else's, or yet to come.
        ("孩子哪天离职的？", "date\n    from: today-3650\n    to: today", nil),
        ("新的租赁备案号是多少？", "text\n    max: 30", nil),
        // One word in common.
        ("证明交给哪个单位？", "text\n    max: 30", nil),
        ("自备车的车牌号？", "text\n    max: 30", nil),
        // Where somebody wants to be reached is hers to say.
        ("登记的手机号是多少？", "phone", nil),
    ]

    @Test(arguments: asked) func aQuestionThatARegisterMayAnswerIsFound(
        _ label: String, _ kind: String, _ field: String?
    ) throws {
        let folder = try folder(asking: label, kind)

        let found = try lint(folder).map(\.defect).filter {
            $0.message.english.contains("may know what asked")
        }

        #expect(
            found.map(\.message.english)
                == [field].compactMap(\.self).map { "\($0) may know what asked asks" })
        #expect(found.allSatisfy { $0.remedy.english.hasPrefix("Name the field under registers") })
    }

    /// A label of two characters is the whole of what is asked where somebody is in it, and no more than a word elsewhere.
    @Test(arguments: [("您在哪家单位上班？", true), ("单位在哪里？", false), ("哪家单位开的证明？", false)])
    func aShortLabelIsFoundWhereSomebodyIsInIt(_ label: String, _ isFound: Bool) throws {
        let found = try lint(folder(asking: label, "text\n    max: 30")).map(\.defect.message.english)
            .filter { $0.contains("may know what asked") }
        #expect(found == (isFound ? ["insurance/participation.employer may know what asked asks"] : []))
    }

    @Test(arguments: ["check", "prefill"]) func aQuestionThatNamesItsFieldIsNotAskedAbout(_ key: String)
        throws
    {
        let folder = try folder(
            asking: "租赁备案号是多少？", "text\n    max: 30\n    \(key): housing/leases.leaseNumber")
        _ = try folder.replace(
            "questions:\n",
            with: """
                  - resource: housing/leases
                    fields: [leaseNumber]
                    purpose: {zh-Hans: 核对, en: To compare, nan-Hant: 核對}
                questions:

                """, in: Self.proof)

        #expect(try lint(folder).filter { $0.defect.message.english.contains("may know what asked") } == [])
    }

    private func folder(asking label: String, _ kind: String) throws -> ServicesFolder {
        let folder = try ServicesFolder()
        for registers in ["housing/registers.yml", "transport/registers.yml"] {
            try folder.write(
                String(contentsOf: Repository.services.appending(path: registers), encoding: .utf8),
                to: registers)
        }
        _ = try folder.replace(
            "  - id: receiver\n",
            with: """
                  - id: asked
                    required: true
                    label: {zh-Hans: \(label), en: What?, nan-Hant: 啥物？}
                    why: {zh-Hans: 要用, en: It is needed, nan-Hant: 愛用}
                    kind: \(kind)
                  - id: receiver

                """, in: Self.proof)
        return folder
    }

    @Test func anEventInLifeIsReadToo() throws {
        let folder = try ServicesFolder()
        let path = "bundles/work.yml"
        try folder.write(Self.bundle, to: path)
        func findings() throws -> [String] {
            try lint(folder).filter { $0.defect.file == path }.map { "\($0.weight): \($0.defect.message)" }
        }
        _ = try folder.replace(
            "zh-Hans: \"证明用来做什么？\"", with: "zh-Hans: \"用在哪里？\"", in: "fund/deposit-proof/service.yml")
        #expect(try findings() == [])

        _ = try folder.replace("    hint: ", with: "    # ", in: path)
        #expect(try findings() == ["warning: Nothing shows what an answer to office looks like"])
        _ = try folder.replace("    # ", with: "    hint: ", in: path)

        _ = try folder.replace("交到哪里？", with: "单位？", in: path)
        let known = try findings()
        #expect(known.count == 1 && known[0].hasSuffix(".employer may know what office asks"), "\(known)")

        _ = try folder.replace("单位？", with: "交到哪里？", in: path)
        _ = try folder.replace(
            "    max: 40\n", with: "    max: 40\n    prefill: insurance/participation.employer\n",
            in: Self.proof
        )
        #expect(
            try findings() == ["warning: office is asked, and registers answer it in every service it feeds"])

        _ = try folder.replace(
            "channels: [terminal, desk]", with: "channels: [desk]", in: "fund/deposit-proof/service.yml")
        #expect(try findings().contains("error: fund/deposit-proof is not offered at terminals"))
    }

    @Test func whatAnEventSaysByItselfIsAnOptionOfWhatItFeeds() throws {
        let folder = try ServicesFolder()
        let path = "bundles/work.yml"
        try folder.write(Self.bundle, to: path)
        _ = try folder.replace(
            "shared:",
            with: "given: [{feeds: \"insurance/participation-proof#purpose\", answer: housing}]\nshared:",
            in: path)
        #expect(try Catalogue.load(folder.url).bundles.first?.given.values.first == ["purpose": "housing"])

        let line = try folder.replace("answer: housing", with: "answer: moon", in: path)
        let defects = try #require(
            #expect(throws: CatalogueDefects.self) { try Catalogue.load(folder.url) }
        ).defects
        #expect(
            defects.map { "\($0.line) \($0.message.english)" } == ["\(line) 'moon' is none of the options"])
    }

    /// One question for two services that offer other options: what neither has is asked by that service itself.
    @Test func anAnswerIsTakenOverUnderTheOtherServicesName() throws {
        let folder = try ServicesFolder()
        let path = "bundles/work.yml"
        try folder.write(Self.bundle + Self.choice, to: path)
        let bundle = try #require(try Catalogue.load(folder.url).bundles.first)
        let (fund, insurance) = (bundle.services[0], bundle.services[1])
        #expect(bundle.answers(for: fund, from: ["use": "home"]) == ["purpose": "loan"])
        #expect(bundle.answers(for: insurance, from: ["use": "home"]) == ["purpose": "housing"])
        #expect(bundle.answers(for: fund, from: ["use": "school"]) == [:])
        #expect(bundle.answers(for: insurance, from: ["use": "school"]) == ["purpose": "schooling"])

        for wrong in ["[moon, loan]", "[home, moon]", "[home]", "[home, loan], [home, transfer]"] {
            let line = try folder.replace("[home, loan]", with: wrong, in: path)
            let defects = try #require(
                #expect(throws: CatalogueDefects.self) { try Catalogue.load(folder.url) }
            ).defects
            #expect(
                defects.contains { $0.line == line && $0.remedy.english == "Write [ours, theirs]" },
                "\(defects)")
            _ = try folder.replace(wrong, with: "[home, loan]", in: path)
        }
    }

    private static let choice = """

          - question: use
            kind: choice
            required: true
            label: {zh-Hans: 用来做什么？, en: "What for?", nan-Hant: 用來做啥？}
            why: {zh-Hans: 写在证明上, en: It stands on the paper, nan-Hant: 寫佇證明頂}
            options:
              - {id: home, label: {zh-Hans: 买房, en: A home, nan-Hant: 買厝}}
              - {id: school, label: {zh-Hans: 孩子上学, en: A school, nan-Hant: 囡仔讀冊}}
            feeds:
              - {question: "fund/deposit-proof#purpose", options: [[home, loan]]}
              - question: "insurance/participation-proof#purpose"
                options: [[home, housing], [school, schooling]]
        """

    private static let bundle = """
        id: work
        name: {zh-Hans: 换工作一件事, en: Another job, nan-Hant: 換頭路一件事}
        summary: {zh-Hans: 一次办完, en: All at once, nan-Hant: 一擺辦了}
        topics: [identity]
        legalBasis:
          - {title: 中华人民共和国社会保险法, clause: 第七十四条, verified: false}
        services:
          - fund/deposit-proof
          - insurance/participation-proof
        shared:
          - question: office
            kind: text
            required: false
            label: {zh-Hans: 交到哪里？, en: "Where to?", nan-Hant: 交去佗位？}
            why: {zh-Hans: 写在证明上, en: It stands on the paper, nan-Hant: 寫佇證明頂}
            hint: {zh-Hans: 例如单位名称, en: Such as a company, nan-Hant: 親像單位名}
            max: 40
            feeds: ["insurance/participation-proof#receiver"]
        """

    @Test func theLinterHasNothingToSayOfTheProjectsOwnServices() throws {
        let findings = CatalogueLint(
            try Catalogue.load(Repository.services), folder: Repository.services,
            today: CalendarDate(daysSince1970: 20_780)
        ).findings()

        #expect(findings.map(\.defect.description) == [])
    }

    private func lint(_ folder: ServicesFolder) throws -> [CatalogueLint.Finding] {
        CatalogueLint(
            try Catalogue.load(folder.url), folder: folder.url, today: CalendarDate(daysSince1970: 20_780)
        ).findings()
    }
}

extension ServicesFolder {
    /// The same folder, where another service does something to what the proof of insurance is about.
    fileprivate convenience init(of folder: ServicesFolder, act: String) throws {
        try self.init()
        try write(folder.text(CatalogueLintTests.proof), to: CatalogueLintTests.proof)
        let path = "fund/deposit-proof/service.yml"
        _ = try replace("act: prove", with: "act: \(act)", in: path)
        _ = try replace("object: housing-fund-deposits", with: "object: social-insurance", in: path)
    }
}
