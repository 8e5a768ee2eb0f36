import Base

/// Each part in each of its states, for the page of patterns and for the snapshots.
struct Sample: Sendable {
    static let title = "办理居住证"
    static let lead = "请核对资料，再选领证方式。"
    static let actor = "林晓梅"

    let name: String
    let html: HTML

    static func all(_ phrases: Phrases) -> [Sample] {
        [
            Sample(name: "steps", html: steps.html(phrases)),
            Sample(name: "error-summary", html: ErrorSummary(errors).html(phrases)),
            Sample(name: "heading", html: PageHeading("联系方式", "办好了用短信告诉您。").html),
            Sample(name: "field-text", html: name(error: nil).html),
            Sample(name: "field-text-error", html: name(error: errors[0].message).html),
            Sample(name: "field-phone", html: phone.html),
            Sample(name: "field-code", html: code.html),
            Sample(name: "field-date", html: date.html),
            Sample(name: "field-paragraph", html: paragraph.html),
            Sample(name: "choice", html: choice(error: nil).html),
            Sample(name: "choice-error", html: choice(error: "请选一种领证方式").html),
            Sample(name: "consent", html: consent.html),
            Sample(name: "summary-list", html: summary.html(phrases)),
            Sample(name: "notice-information", html: Notice(.information, "您填的内容没有变。").html),
            Sample(name: "notice-success", html: Notice(.success, "核对好了", "资料与公安部门一致。").html),
            Sample(name: "notice-warning", html: Notice(.warning, "打印纸快用完了", "请告诉店员。").html),
            Sample(name: "receipt", html: receipt.html(phrases)),
            Sample(name: "buttons", html: buttons),
        ]
    }

    private static let errors = [FieldError("sample-name-2", "请填姓名")]

    private static let steps = Steps(["确认身份", "填写", "核对", "完成"], current: 1)

    private static func name(error: String?) -> Field {
        Field(
            .text, name: error == nil ? "sample-name" : "sample-name-2", label: "姓名", hint: "和身份证上一样",
            error: error, value: error == nil ? "欧阳𠮷" : nil, max: 40)
    }

    private static let phone = Field(.phone, name: "sample-phone", label: "手机号", value: "138 0000 0000")
    private static let code = Field(.code(length: 6), name: "sample-code", label: "短信里的六位数字")
    private static let date = Field(.date, name: "sample-date", label: "想去窗口的日子")
    private static let paragraph = Field(
        .paragraph(rows: 3), name: "sample-paragraph", label: "还有什么要说的", hint: "可以不填", max: 300)

    private static func choice(error: String?) -> Choice {
        Choice(
            name: error == nil ? "sample-way" : "sample-again", label: "怎么领证",
            options: [
                .init("here", "在这里打印", hint: "马上就有"), .init("post", "寄到家", hint: "三天左右"),
                .init("counter", "去窗口领"),
            ], chosen: error == nil ? "here" : nil, error: error)
    }

    private static let consent = Consent(
        name: "sample-consent", label: "我同意公安部门核对我的户籍", hint: "只用于这一件事")

    private static let summary = SummaryList([
        .init("姓名", "欧阳𠮷", change: "/patterns#sample-name"),
        .init("手机号", "138 0000 0000", change: "/patterns#sample-phone"), .init("领证方式", "在这里打印"),
    ])

    private static let receipt = Receipt(
        title: "已经收到", numberLabel: "办件编号", number: "XM-2026-000123",
        next: ["取走打印好的回执", "三个工作日内办好", "办好了发短信给您"])

    private static let buttons = actions(
        Button("确认提交"), Button("先不办", .secondary, to: "/"), Button("删除草稿", .danger),
        Button("看看办事指南", .link, to: "/"))
}
