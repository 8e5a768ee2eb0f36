import Base

/// A message that is promised to a number which somebody typed: nobody has tried it, and nobody has agreed to it.
///
/// What the house tells goes to the phone that its owner has proved (notices); to a typed one somebody of the department speaks.
struct PromiseLint {
    private static let messages = ["短信", "发到", "发给", "通知"]
    /// Of the phone that is proved.
    private static let proved = "登记的手机"

    func check(_ item: ServiceItem, _ notes: LintNotes) {
        for question in item.questions where question.kind == .phone {
            let texts = [question.label, question.why] + [question.hint].compactMap(\.self)
            let said = texts.map { $0[.mandarin] }.filter { !$0.contains(Self.proved) }
            guard said.contains(where: { text in Self.messages.contains(where: text.contains) }) else {
                continue
            }
            notes.error(
                at: .question(question.id), "A message is promised to a number that is typed: \(question.id)",
                "Say who calls it and why, or that messages go to the phone that is registered (登记的手机)")
        }
    }
}
