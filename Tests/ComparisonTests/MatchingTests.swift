import Base
import Catalogue
import Foundation
import Sandbox
import Testing

@testable import Comparison

/// Which items of two catalogues are taken for the same.
@Suite struct MatchingTests {
    @Test func oneCharacterIsComparedHoweverItIsWritten() throws {
        let text = try ChineseText()

        #expect(text.normal("臺灣居民身份證（補發）") == text.normal("台湾 身份证补领"))
        #expect(text.normal("ＡＢ１２ 住房公積金") == "ab12公积金")
        #expect(FoldedText.of("（、）·《》") == "")
    }

    @Test func theVerbSaysWhatIsDone() throws {
        let text = try ChineseText()
        func acts(_ name: String) -> Set<ServiceAct> { ActWords.acts(of: name, in: text) }

        #expect(acts("社会保障卡挂失与解挂") == [.report, .cancel])
        #expect(acts("出生医学证明补发") == [.replace], "what it is done to does not count")
        #expect(acts("残疾人证核发、换领、遗失补领、注销") == [.apply, .renew, .replace, .cancel])
        #expect(acts("取消婚姻登记预约") == [.cancel])
        #expect(acts("门楼牌号") == [])
    }

    @Test func aCodeGoesBeforeAName() throws {
        let service = try #require(
            try Sample.catalogue().items.first { $0.id.rawValue == "fund/deposit-proof" })
        let coded = Sample.item("缴存情况单据", service.implementationCode, department: "厦门市住房公积金中心")
        // The sample's own item with that code is not there beside it.
        let portal = PortalCatalogue(
            items: try Sample.portal().items.filter { $0.code != coded.code } + [coded])
        let found = try Matcher(portal, Sample.catalogue(), ChineseText()).matches()

        let match = try #require(found.matches.first { $0.there == coded.code })
        #expect(match.here == service.id)
        #expect(match.basis == .implementationCode)
        #expect(match.confidence > 0.95)
    }

    @Test func aCodeOnSomethingElseIsDoubtedAndNotBelieved() throws {
        let service = try #require(
            try Sample.catalogue().items.first { $0.id.rawValue == "water/bill-payment" })
        let item = Sample.item("烟花爆竹经营许可", basicCode: service.basicCode, department: "厦门市应急管理局")
        let found = try Matcher(Sample.portal(with: [item]), Sample.catalogue(), ChineseText()).matches()

        #expect(found.matches.allSatisfy { $0.there != item.code })
        #expect(found.doubts.contains(CodeInDoubt(there: item.code, here: service.id)))
    }

    @Test(arguments: [
        ("居民身分證遺失補領", "police/identity-card-replacement"), ("驾照到期换证", "police/driving-licence-renewal"),
        ("无房证明", "housing/no-home-proof"), ("老人高龄津贴申请", "civil/old-age-allowance"),
    ])
    func namesAreFoundThoughTheyAreWrittenInAnotherWay(name: String, service: String) throws {
        let departments = ["police": "厦门市公安局", "housing": "不动产登记中心", "civil": "厦门市民政局"]
        let item = Sample.item(name, department: departments[String(service.prefix { $0 != "/" })] ?? "")

        #expect(try Sample.here(item).map(\.here.rawValue) == [service])
    }

    @Test func askingHowItStandsIsNotTheThingItself() throws {
        let apply = try Sample.here(Sample.item("工伤认定申请", department: "厦门市人力资源和社会保障局"))
        let query = try Sample.here(Sample.item("工伤认定办理进度查询", department: "厦门市人力资源和社会保障局"))

        #expect(apply.map(\.here.rawValue) == [])
        #expect(query.map(\.here.rawValue) == ["insurance/injury-progress"])
    }

    @Test func oneItemThereIsSeveralHereWhenItListsThem() throws {
        let found = try Sample.here(
            Sample.item("残疾人证申领、换领、补领、注销", department: "厦门市残疾人联合会"))

        #expect(
            Set(found.map(\.here.rawValue)) == [
                "disabled/certificate-apply", "disabled/certificate-renew", "disabled/certificate-replace",
                "disabled/certificate-cancel",
            ])
    }

    @Test func theLabelledSampleIsFoundWellEnough() throws {
        let figures = try LabelledSample(CSVTable([UInt8](Data(contentsOf: SampleCatalogue.labels()))))
            .figures(Sample.portal(), Sample.catalogue())

        for part in ["matching", "textAlone"] {
            let least = part == "matching" ? 0.87 : 0.8
            for set in ["all", "held", "tuned"] {
                for figure in ["precision", "recall"] {
                    guard case .real(let value)? = figures[part]?[set]?[figure] else {
                        Issue.record("\(part) \(set) \(figure) is missing")
                        continue
                    }
                    #expect(value >= least, "\(part) \(set) \(figure)")
                }
            }
        }
        #expect(figures["synthetic"]?.flag == true)
    }
}
