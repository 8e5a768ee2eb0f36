import Base

extension Question {
    /// Whether, once it is asked, a paper has to bear out what is answered.
    public var isOnPaper: Bool { source?.otherwise == .paper }

    /// Whether no paper of ours may carry what is answered: somebody else's name and number, and what is only for who calls,
    /// pays or compares.
    ///
    /// A layout of a department's own (`document.yml`) may show the person's own account by its ends.
    var staysOffPapers: Bool {
        switch kind {
        case .person, .phone, .longText, .files, .signature: true
        case .choice, .yesNo, .text, .date, .number, .money, .company, .bankAccount, .address, .table: false
        }
    }

    /// What is sent when no register knows the answer of another question: pictures of the paper that says it.
    static func paper(for question: Question) -> Question {
        let what = question.label.withoutMark
        return Question(
            id: "\(question.id)-paper", kind: .files(FileQuestion(isPicture: false, count: 1...3)),
            label: LocalText(
                mandarin: "写明“\(what[.mandarin])”的纸件", english: "The paper that shows: \(what[.english])",
                minnan: "寫明「\(what[.minnan])」的紙本"),
            hint: nil,
            why: LocalText(
                mandarin: "部门那边现在查不到，工作人员看纸件核对",
                english: "The department's data has no answer; a clerk compares yours with the paper",
                minnan: "部門彼爿這馬查無，辦事員看紙本核對"),
            isRequired: true, when: nil, source: nil, bearsOut: question.id)
    }
}
