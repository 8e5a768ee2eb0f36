import Base

/// What changes something at a department, which nobody decides and of which nobody is told: it ends in a paper and nowhere else.
struct ResultLint {
    /// What only looks or proves leaves everything as it was, and what is paid goes its own way.
    private static let changing: Set<ServiceAct> = [
        .apply, .renew, .replace, .change, .cancel, .book, .report, .confirm, .endorse,
    ]

    func check(_ item: ServiceItem, _ notes: LintNotes) {
        // A booked visit is in the plan of who expects it.
        guard Self.changing.contains(item.act), item.handling == .instant, !item.result.isDelivered,
            item.result.kind != .appointment
        else { return }
        notes.error(
            at: .key("result").key("kind"),
            "Nobody decides act: \(item.act.rawValue), and the department is not told of it",
            "Write kind: register, licence or money under result, or handling: promised")
    }
}
