import Base
import Support
import Testing

@testable import Casework
@testable import Catalogue

/// What the services of an event in life want, told once.
@Suite struct EventPapersTests {
    /// One service of three and what it wants.
    struct Want: Sendable {
        let service: Int
        var isForChild = false
        let papers: [Paper]
    }

    struct Paper: Sendable {
        let name: String
        var english: String?
        var source = Material.Source.shown
        var condition: String?
        var isSpared = false
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let wants: [Want]
        var papers: [String] = []
        var spared: [String] = []
    }

    private static let rows = [
        Row(
            testDescription: "the same paper of two services is one",
            wants: [
                Want(service: 0, papers: [Paper(name: "户口簿"), Paper(name: "合同")]),
                Want(service: 1, papers: [Paper(name: "户口簿")]),
            ], papers: ["带 户口簿 ← 0、1", "带 合同 ← 0"]),
        Row(
            testDescription: "of all services it is said of all",
            wants: (0...2).map { Want(service: $0, papers: [Paper(name: "户口簿")]) },
            papers: ["带 户口簿 ← all"]),
        Row(
            testDescription: "what has another name in one language is another paper",
            wants: [
                Want(service: 0, papers: [Paper(name: "合同", english: "Lease")]),
                Want(service: 1, papers: [Paper(name: "合同", english: "Contract")]),
            ], papers: ["带 合同 ← 0", "带 合同 ← 1"]),
        Row(
            testDescription: "what the event declares to be one is one",
            wants: [
                Want(service: 0, papers: [Paper(name: "证明甲")]),
                Want(service: 1, papers: [Paper(name: "证明乙", source: .person)]),
            ], papers: ["带 证明 ← 0、1(发)"]),
        Row(
            testDescription: "of another service the same name is not declared",
            wants: [
                Want(service: 1, papers: [Paper(name: "证明甲")]),
                Want(service: 2, papers: [Paper(name: "证明乙")]),
            ], papers: ["带 证明甲 ← 1", "带 证明乙 ← 2"]),
        Row(
            testDescription: "hers and the child's are two",
            wants: [
                Want(service: 0, papers: [Paper(name: "照片")]),
                Want(service: 1, isForChild: true, papers: [Paper(name: "照片")]),
                Want(service: 2, isForChild: true, papers: [Paper(name: "照片")]),
            ], papers: ["带 照片 ← 0", "带 照片（孩子） ← 1、2"]),
        Row(
            testDescription: "her own card serves for the child, too",
            wants: [
                Want(service: 0, papers: [Paper(name: "身份证", source: .identity)]),
                Want(service: 1, isForChild: true, papers: [Paper(name: "身份证", source: .identity)]),
            ], papers: ["带 身份证 ← 0、1"]),
        Row(
            testDescription: "wanted of everybody by one, it is wanted, and the other says of whom",
            wants: [
                Want(service: 0, papers: [Paper(name: "合同", condition: "租房的")]),
                Want(service: 1, papers: [Paper(name: "合同")]),
            ], papers: ["带 合同 ← 0(租房的)、1"]),
        Row(
            testDescription: "a condition that all share is said once",
            wants: (0...1).map { Want(service: $0, papers: [Paper(name: "合同", condition: "租房的")]) },
            papers: ["带 租房的：合同 ← 0、1"]),
        Row(
            testDescription: "sent everywhere, it is sent",
            wants: (0...1).map { Want(service: $0, papers: [Paper(name: "合同", source: .person)]) },
            papers: ["发 合同 ← 0、1"]),
        Row(
            testDescription: "what registers say is said once, and nobody brings it",
            wants: (0...1).map {
                Want(service: $0, papers: [Paper(name: "户籍", source: .register, isSpared: true)])
            }, spared: ["户籍"]),
    ]

    @Test(arguments: rows) func eachPaperStandsOnce(_ row: Row) async throws {
        let catalogue = try await CaseHouse(.sqlite).catalogue
        let real = try #require(catalogue.bundles.first)
        let items = try (0...2).map { try #require(catalogue[real.services[$0]]) }
        let bundle = LifeBundle(
            item: real.item, services: items.map(\.id), forChild: [], after: [:], feeds: [:], given: [:],
            papers: [
                LifeBundle.Paper(
                    name: Self.text("证明"),
                    names: [items[0].id: [Self.text("证明甲")], items[1].id: [Self.text("证明乙")]])
            ])
        let papers = EventPapers(
            bundle,
            row.wants.map { want in
                EventPapers.Want(
                    part: LifeBundle.Part(item: items[want.service], isForChild: want.isForChild),
                    needs: want.papers.map(Self.need))
            })
        let names = Dictionary(uniqueKeysWithValues: items.enumerated().map { ($1.id, "\($0)") })

        #expect(Self.lines(papers) { names[$0] ?? "" } == row.papers)
        #expect(papers.spared.map { $0[.mandarin] } == row.spared)
    }

    private static func text(_ mandarin: String, english: String? = nil) -> LocalText {
        LocalText(mandarin: mandarin, english: english ?? mandarin, minnan: mandarin)
    }

    private static func need(_ paper: Paper) -> MaterialNeed {
        MaterialNeed(
            material: Material(
                name: text(paper.name, english: paper.english), source: paper.source,
                sparedBySharing: paper.isSpared, question: paper.source == .person ? "file" : nil,
                when: nil, condition: nil),
            condition: paper.condition.map { text($0) })
    }

    /// A line a paper: brought 带 or sent 发, of whom, and for which services.
    static func lines(_ papers: EventPapers, _ name: (ServiceID) -> String) -> [String] {
        papers.papers.map { paper in
            let uses = paper.uses.map { use in
                let condition = paper.condition == nil ? use.condition.map { "(\($0[.mandarin]))" } : nil
                return name(use.part.item.id) + (condition ?? "")
                    + (use.isSent && !paper.isSent ? "(发)" : "")
            }
            let isForAll = paper.uses.count == papers.servicesCount
            return (paper.isSent ? "发 " : "带 ")
                + (paper.condition.map { "\($0[.mandarin])：" } ?? "") + paper.name[.mandarin]
                + (paper.isForChild ? "（孩子）" : "") + " ← "
                + (isForAll ? "all" : uses.joined(separator: "、"))
        }
    }

    /// What is told before the beginning, by event.
    private static let told: [(event: String, papers: [String], spared: [String])] = [
        (
            "after-death",
            [
                "带 居民身份证 ← all",
                "带 死亡医学证明 ← funeral-appointment(已经开好的)、funeral-relief(发)",
                "发 和逝者的关系材料 ← death-certificate-copy",
                "发 都同意由您领的：其他近亲同意由您领的约定 ← pension-end-and-funeral-grant",
                "发 租房的：租房合同 ← account-registration",
            ], ["逝者户籍信息", "户籍登记信息", "户籍与死亡登记", "不动产登记信息"]
        ),
        (
            "disability",
            [
                "带 居民身份证 ← all", "发 病历或检查报告 ← certificate-apply",
                "带 两寸近照三张（评定时带） ← certificate-apply",
                "带 别人代办的：代办人的身份证 ← two-subsidies",
            ], ["户籍登记信息", "残疾人证登记信息", "社会救助登记信息"]
        ),
        (
            "flexible-work", ["带 居民身份证 ← all"],
            [
                "失业登记信息", "灵活就业登记信息", "常住户籍信息", "医保参保登记", "社保费入库记录", "技能证书信息",
                "失业保险缴费记录",
            ]
        ),
        (
            "newborn",
            [
                "带 居民身份证 ← all", "带 另一位家长的身份证（当天带） ← birth-certificate-appointment",
                "发 给新生儿参保的：出生医学证明（孩子） ← resident-enrolment",
                "发 要换新照片的：证件照（孩子） ← card-application",
            ], ["孕产登记信息", "户籍登记信息", "生育津贴申领记录", "预防接种登记信息"]
        ),
        (
            "retirement",
            [
                "带 居民身份证 ← all", "发 要加发、证还在的：独生子女证 ← pension-application",
                "带 转院的：转诊单（结算时出示，可后补） ← remote-care-filing",
                "带 长期居住、不签承诺的：长期居住的材料（备查） ← remote-care-filing",
                "带 敬老卡 ← senior-card-review",
            ],
            [
                "人事档案与缴费记录", "人名索引", "退休待遇登记", "公积金账户与贷款信息", "养老待遇登记信息",
                "养老待遇发放记录", "医保参保登记", "户籍或居住证信息",
            ]
        ),
        (
            "school-entry",
            [
                "带 居民身份证 ← all", "发 凭住处申请的：租房合同或房产证明 ← residence-permit-apply",
                "带 学生卡（孩子） ← student-card-review",
            ],
            [
                "居住登记信息", "社会保险参保信息（选工作时）", "学籍信息（选上学时）", "积分登记信息", "预防接种登记信息",
                "户籍登记信息", "房产登记信息", "接种记录", "租赁备案信息", "招生报名信息", "学籍信息", "社会救助登记信息",
            ]
        ),
        (
            "social-card", ["带 居民身份证 ← all", "带 新领的社保卡 ← card-activation"],
            ["社保卡登记信息", "制卡记录", "发卡记录", "医保参保登记", "读者登记信息"]
        ),
    ]

    @Test func everyEventSaysWhatToHaveReady() async throws {
        let house = try await CaseHouse(.sqlite)
        let today = CalendarDate(inChinaAt: house.clock.now)
        #expect(house.catalogue.bundles.map(\.id.slug).sorted() == Self.told.map(\.event))
        for (event, lines, spared) in Self.told {
            let bundle = try #require(house.catalogue.bundle(CaseHouse.id("bundles/\(event)")))
            let papers = EventPapers(bundle, of: house.catalogue, on: today)
            #expect(Self.lines(papers, \.slug) == lines, "\(event)")
            #expect(papers.spared.map { $0[.mandarin] } == spared, "\(event)")
        }
    }

    @Test func everyPaperOfEveryServiceStandsThereOnce() async throws {
        let house = try await CaseHouse(.sqlite)
        var ruledOut: [String] = []
        for bundle in house.catalogue.bundles {
            let papers = EventPapers(
                bundle, of: house.catalogue, on: CalendarDate(inChinaAt: house.clock.now))
            #expect(Set(papers.spared).count == papers.spared.count)
            for part in house.catalogue.parts(of: bundle.id) {
                for material in part.item.materials {
                    let name = bundle.name(of: material, in: part.item.id)
                    let uses = papers.papers.filter { $0.name == name }.flatMap(\.uses)
                        .count { $0.part.item.id == part.item.id }
                    let place = "\(bundle.id.slug): \(part.item.id.slug): \(material.name[.mandarin])"
                    if material.sparedBySharing {
                        #expect(uses == 0 && papers.spared.contains(name), "\(place)")
                    } else if uses == 0 {
                        ruledOut.append(place)
                    } else {
                        #expect(uses == 1, "\(place)")
                    }
                }
            }
        }
        // Who inherits the water rents nothing, who retires looks for her own file, and whose card is lost gives none back.
        #expect(
            ruledOut.sorted() == [
                "after-death: account-transfer: 房东同意书", "retirement: people-files: 亲属关系材料",
                "social-card: card-replacement: 旧卡（领新卡时交回）",
            ])
    }

    struct Known: Sendable {
        let service: String
        var told: [String: String] = [:]
        var person: TestPerson?
        /// Nil where she cannot have the service.
        let papers: [String]?
    }

    private static let known = [
        Known(service: "insurance/card-replacement", papers: ["Unless it is lost"]),
        Known(service: "insurance/card-replacement", told: ["why": "lost"], papers: []),
        Known(service: "insurance/card-replacement", told: ["why": "broken"], papers: ["wanted"]),
        Known(service: "gas/account-registration", papers: ["If you rent"]),
        Known(service: "gas/account-registration", told: ["lives": "tenant"], papers: ["wanted"]),
        // What may be left out is wanted of who has it.
        Known(
            service: "insurance/pension-application", told: ["only-child": "yes"], person: .elder,
            papers: ["For the addition, if you still have it"]),
        Known(service: "insurance/pension-application", told: ["only-child": "no"], papers: []),
        Known(service: "insurance/pension-application", person: .one, papers: nil),
    ]

    @Test(arguments: known) func whatIsKnownBeforeTheBeginningDecides(_ known: Known) async throws {
        let house = try await CaseHouse(.sqlite)
        let item = try #require(house.catalogue[CaseHouse.id(known.service)])
        let outlook = ServiceOutlook(
            item, told: known.told, person: known.person?.number,
            on: CalendarDate(inChinaAt: house.clock.now))
        #expect(outlook.isBarred == (known.papers == nil))
        guard let papers = known.papers else { return }
        let said = outlook.materials.filter { [.person, .shown].contains($0.material.source) }
        #expect(said.map { $0.condition?[.english] ?? "wanted" } == papers)
    }
}
