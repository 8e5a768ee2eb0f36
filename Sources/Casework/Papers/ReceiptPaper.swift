import Base
import Catalogue
import Documents

/// What a receipt 收件凭证 says: who asked for what, when, and who decides it by when.
///
/// Source: the Administrative Licensing Law, article 32: what is received is said in writing, under the office's seal and with
/// the date. It says that the application has come in, not that it is complete: a clerk may still ask for a correction.
enum ReceiptPaper {
    static let layout: Result<DocumentLayout, LayoutProblem> = Result {
        () throws(LayoutProblem) in try DocumentLayout(yaml: source, file: "receipt.yml")
    }

    /// As papers are written, in Mandarin.
    static func name(of item: ServiceItem) -> String { "收件凭证（\(item.name[.mandarin])）" }

    static func content(
        of item: ServiceItem, holder: Holder, handedInOn day: CalendarDate, due: StepDeadline?
    ) -> DocumentContent {
        var content = DocumentContent()
        content.values = [
            "name": holder.name.text, "number": holder.number.text, "service": item.name[.mandarin],
            "handedInOn": day.description,
        ]
        // A day that may still move is no promise.
        if let due, due.isFirm { content.values["due"] = due.day.description }
        return content
    }

    private static let source = """
        paper: A4
        margins: { top: 24, right: 25, bottom: 10, left: 25 }
        blocks:
          - title: 收件凭证
            english: RECEIPT OF APPLICATION
          - paragraph: "{name}（公民身份号码：{number}）的下列申请，已于{handedInOn|date}收到。"
            english: The application named below, of the person named above, has been received.
          - facts:
              - { label: 事项, english: Service, value: "{service}" }
              - { label: 办件编号, english: Case number, value: "{caseNumber}" }
              - { label: 收件日期, english: Received on, value: "{handedInOn|date}" }
              - { label: 最迟办结, english: Decided by, value: "{due|date}", optional: true }
          - paragraph: 申请材料需要补正的，承办部门会一次告知全部内容；不予批准的，会说明理由和救济途径。
            english: You will be told once of everything that is to be corrected, and why, should it be refused.
          - seal: "{department}"
            date: "{issuedOn|date}"
          - note: 本凭证只证明申请已经收到，不是办理结果。查询进度可用办件编号和本凭证的验证码。
        footer: 本件由政务服务自助终端开具。
        """
}
