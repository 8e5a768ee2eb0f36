import Catalogue

/// What an item's name says is done: in Chinese names the verb stands last.
enum ActWords {
    /// Words in normal form.
    static let words: [(act: ServiceAct, words: [String])] = [
        (
            .cancel,
            [
                "取消", "撤销", "撤回", "退号", "注销", "停保", "停发", "停领", "终止", "停止", "中断", "暂停", "解除",
                "退押金", "改期",
            ]
        ),
        (.replace, ["补领", "补换", "遗失", "补办", "补卡", "补开"]),
        (.renew, ["换领", "期满", "延续", "到期", "续期"]),
        (.endorse, ["签注"]),
        (
            .query,
            ["查询", "进度", "情况", "核实", "核验", "核查", "明细", "余额", "结果", "鉴别", "查验", "查阅", "记录"]
        ),
        (
            .prove,
            ["证明", "打印", "凭证", "清单", "报告", "出证", "出具", "开具", "成绩单", "纳税记录"]
        ),
        (.book, ["预约", "预订", "约号", "挂号"]),
        (.pay, ["缴费", "交费"]),
        (
            .report,
            [
                "报修", "挂失", "申报", "投诉", "登记", "举报", "建议", "征集", "启用", "激活", "开通",
            ]
        ),
        (.confirm, ["认证", "年审", "确认", "年度报告", "年报", "检验"]),
        (.change, ["变更", "过户", "更名", "迁移", "转移", "转学", "更正"]),
        (
            .apply,
            [
                "申领", "申请", "首次", "参保", "备案", "提取", "受理", "补贴", "津贴", "补助", "给付", "救助", "许可",
                "核发", "审批", "认定", "新办", "设立", "报名", "减免", "免除", "资助", "处理", "支付", "报装", "贷款",
                "落户", "转入", "开户", "支取", "注册",
            ]
        ),
    ]

    static let all = words.flatMap(\.words)

    /// The acts of all that a name lists; none when no part says one.
    static func acts(of name: String, in text: ChineseText) -> Set<ServiceAct> {
        let (parts, brackets) = ChineseText.parts(name)
        var acts = Set(parts.compactMap { act(in: text.normal($0)) })
        // What stands in brackets explains; only another way out, or in, is an act of its own.
        for part in brackets.flatMap({ ChineseText.parts($0).parts }) {
            if let act = act(in: text.normal(part)), [.cancel, .book].contains(act) { acts.insert(act) }
        }
        return acts
    }

    private static func act(in part: String) -> ServiceAct? {
        if let cancel = words.first(where: { $0.act == .cancel }), cancel.words.contains(where: part.contains)
        {
            return .cancel
        }
        var last: (act: ServiceAct, end: String.Index, length: Int)?
        for (act, words) in words {
            for word in words {
                guard let found = part.ranges(of: word).last else { continue }
                let isLater = last.map { (found.upperBound, word.count) > ($0.end, $0.length) } ?? true
                if isLater { last = (act, found.upperBound, word.count) }
            }
        }
        return last?.act
    }

    /// How near two acts are, for what one office calls printing another calls looking up.
    ///
    /// **Range:** 0 to 1.
    static func nearness(_ a: ServiceAct, _ b: ServiceAct) -> Double {
        if a == b { return 1 }
        return near.first { $0.pair == [a, b] }?.value ?? 0
    }

    private static let near: [(pair: Set<ServiceAct>, value: Double)] = [
        ([.renew, .endorse], 0.9), ([.apply, .endorse], 0.8), ([.query, .prove], 0.75),
        ([.apply, .report], 0.75), ([.confirm, .report], 0.75), ([.renew, .replace], 0.6),
        ([.report, .change], 0.6), ([.pay, .apply], 0.5), ([.renew, .confirm], 0.5),
        ([.apply, .confirm], 0.4), ([.apply, .change], 0.4), ([.book, .apply], 0.35),
        ([.query, .confirm], 0.3), ([.apply, .replace], 0.3), ([.apply, .renew], 0.3),
        ([.report, .book], 0.3), ([.prove, .confirm], 0.3), ([.apply, .prove], 0.15),
    ]
}
