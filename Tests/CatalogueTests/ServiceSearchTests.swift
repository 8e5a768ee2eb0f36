import Catalogue
import Testing

@Suite struct ServiceSearchTests {
    struct Asked: Sendable, CustomTestStringConvertible {
        let query: String
        let wanted: String
        var testDescription: String { query }

        init(_ query: String, _ wanted: String) {
            self.query = query
            self.wanted = wanted
        }
    }

    static let asked = [
        Asked("临时身份证明", "police/temporary-identity-proof"),
        Asked("臨時身份證明", "police/temporary-identity-proof"),
        Asked("linshishenfenzhengming", "police/temporary-identity-proof"),
        Asked("lssfzm", "police/temporary-identity-proof"),
        Asked("我身份证丢了怎么办", "police/temporary-identity-proof"),
        Asked("临时身分证明", "police/temporary-identity-proof"),
        Asked("linshishefenzhengming", "police/temporary-identity-proof"),
        Asked("temporary proof", "police/temporary-identity-proof"),
        Asked("公积金证明", "fund/deposit-proof"), Asked("社保证明", "insurance/participation-proof"),
        Asked("shebaozhengming", "insurance/participation-proof"),
        Asked("谁看过我的信息", "platform/looks-record"), Asked("处理违章", "police/traffic-violation-handling"),
        Asked("罚单", "police/traffic-violation-handling"), Asked("无房证明", "housing/no-home-proof"),
        Asked("wfzm", "housing/no-home-proof"), Asked("高龄津贴", "civil/old-age-allowance"),
        Asked("高齡津貼", "civil/old-age-allowance"), Asked("gaolingjintie", "civil/old-age-allowance"),
        Asked("异地就医", "medical/remote-care-filing"), Asked("个税", "tax/income-tax-record"),
        Asked("投诉", "hotline/complaint"), Asked("居往证", "police/residence-permit-apply"),
        Asked("怎么领老人钱", "civil/old-age-allowance"), Asked("長者津貼", "civil/old-age-allowance"),
        Asked("我老公走了要办啥", "bundles/after-death"), Asked("刚生了宝宝", "bundles/newborn"),
        Asked("xinshenger", "bundles/newborn"), Asked("gongjijn", "fund/deposit-proof"),
        Asked("juzhuzehng", "police/residence-permit-apply"),
        Asked("jiashizhneg", "police/driving-licence-renewal"),
        Asked("我想离婚", "civil/marriage-appointment"), Asked("我要结婚", "civil/marriage-appointment"),
        Asked("我的养老金有多少", "insurance/pension-proof"), Asked("get married", "civil/marriage-appointment"),
        Asked("lost my card", "police/identity-card-replacement"),
        Asked("lost card", "insurance/card-loss-report"),
        // As whoever does not know what it is called asks for it.
        Asked("医保异地", "medical/remote-care-filing"), Asked("老年公交卡", "transit/senior-card-review"),
        Asked("路灯坏了", "hotline/complaint"), Asked("old age money", "civil/old-age-allowance"),
        Asked("sick abroad", "medical/remote-care-filing"),
        Asked("lost my job", "insurance/unemployment-benefit"),
        Asked("no water", "water/repair"), Asked("老板不发工资", "justice/legal-aid-apply"),
        Asked("I need to see a doctor", "health/hospital-appointment"),
        Asked("電火錢", "power/bill-payment"), Asked("無頭路", "insurance/unemployment-benefit"),
        // Characters with several readings, and the ü that a keyboard lacks.
        Asked("huandai", "fund/early-repayment-booking"), Asked("huankuan", "fund/repayment-details"),
        Asked("yidi", "medical/remote-care-filing"), Asked("dizhi", "police/door-address-proof"),
        Asked("lvshi", "justice/lawyer-check"), Asked("lixiamen", "fund/withdrawal-leaving"),
        Asked("shengfengzheng", "police/identity-card-replacement"),
        // As people here say it.
        Asked("身份证不见了", "police/identity-card-replacement"),
        Asked("身分證拍毋見", "police/identity-card-replacement"), Asked("瓦斯", "gas/bill-payment"),
        Asked("紅單", "police/traffic-violation-handling"), Asked("生囝", "bundles/newborn"),
        Asked("領老歲仔錢", "civil/old-age-allowance"), Asked("巴士卡", "transit/card-loss-report"),
        Asked("食老", "bundles/retirement"), Asked("给小孩上户口", "bundles/newborn"),
        Asked("newborn baby", "bundles/newborn"), Asked("my father died", "bundles/after-death"),
        // In a sentence in which no service's name stands.
        Asked("没房子的证明", "housing/no-home-proof"), Asked("儿子结婚", "civil/marriage-appointment"),
        Asked("後生欲結婚", "civil/marriage-appointment"), Asked("社保缴费记录", "insurance/contribution-details"),
        Asked("打社保单", "insurance/participation-proof"), Asked("老公过身", "bundles/after-death"),
        Asked("阿公過身", "bundles/after-death"), Asked("小孩读书", "bundles/school-entry"),
        Asked("80岁补贴", "civil/old-age-allowance"), Asked("户口本复印", "police/household-proof"),
        Asked("被辞退了", "insurance/unemployment-benefit"), Asked("老板欠薪", "justice/legal-aid-apply"),
        Asked("家里漏气", "gas/safety-visit"), Asked("開店", "market/business-licence-print"),
        Asked("陳情", "hotline/complaint"), Asked("my son is getting married", "civil/marriage-appointment"),
        Asked("my 囝 is getting married", "civil/marriage-appointment"),
        Asked("proof that I own no flat", "housing/no-home-proof"), Asked("名下没有房子", "housing/no-home-proof"),
        Asked("水费", "water/bill-payment"), Asked("停电", "power/outage-report"),
        Asked("征信", "credit/credit-report"),
        Asked("官司进展", "justice/court-case-progress"), Asked("打疫苗", "health/vaccination-record"),
        Asked("无犯罪记录", "police/no-criminal-record-proof"), Asked("去香港", "police/hongkong-macau-endorsement"),
        Asked("租房提公积金", "fund/withdrawal-rent"), Asked("残疾证", "disabled/certificate-apply"),
        Asked("补办身份证", "police/identity-card-replacement"), Asked("护照过期", "police/exit-entry-appointment"),
    ]

    private static let search = Result { try ServiceSearch(Catalogue.load(Repository.services)) }

    @Test(arguments: asked) func whatPeopleAskForIsAmongTheFirstThree(_ asked: Asked) throws {
        let found = try Self.search.get().find(asked.query).map(\.rawValue)

        #expect(found.prefix(3).contains(asked.wanted), "\(found)")
    }

    /// Words that begin alike are not one word: what is paid into a fund is no contact.
    @Test func fourLettersMakeNoWord() throws {
        #expect(
            try Self.search.get().find("contact lens").map(\.rawValue) == ["police/traffic-contact-change"])
    }

    @Test(arguments: [
        "", "   ", "!!!", "zzzzqqqq", "🙂", "今天天气很好", "hello world", String(repeating: "的", count: 5_000),
        // Of what people ask for anything with, a few services have something.
        "附近有什么好吃的", "附近厕所在哪里", "why does it rain", "which of these could they have",
    ])
    func whatNobodyOffersFindsNothing(_ query: String) throws {
        #expect(try Self.search.get().find(query).isEmpty)
    }
}
