import Base

/// What somebody who did one thing will want one day and cannot find: a booking that is never cancelled, a card that is never replaced.
struct FollowUpLint {
    /// Two acts on one object, of which the first wants one of the others beside it.
    private struct Pair {
        let wanted: [ServiceAct]
        /// What is said of the object.
        let lack: @Sendable (String) -> DefectText
        /// Results of which it holds; nil: of all.
        var of: Set<ServiceResult.Kind>?
    }

    /// By the act that wants something; what only looks or proves leaves nothing behind.
    private static let pairs: [ServiceAct: Pair] = [
        .apply: Pair(
            wanted: [.cancel, .replace, .renew],
            lack: { "\($0) can be applied for, and neither renewed, replaced nor given up" }),
        .book: Pair(wanted: [.cancel], lack: { "\($0) can be booked and never cancelled" }),
        .report: Pair(
            wanted: [.cancel, .change],
            lack: { "\($0) can be reported, and neither taken back nor corrected" }),
        .renew: Pair(
            wanted: [.replace, .cancel], lack: { "\($0) can be renewed, and neither replaced nor given up" },
            of: [.licence]),
        .endorse: Pair(
            wanted: [.cancel, .replace, .query],
            lack: { "\($0) can be endorsed, and neither looked up, replaced nor given up" }),
        .confirm: Pair(
            wanted: [.cancel, .query],
            lack: { "\($0) is confirmed again and again, and neither looked up nor ended" }),
        .pay: Pair(wanted: [.query, .prove], lack: { "\($0) can be paid and never looked up" }),
        // The other way round: what ends has begun.
        .cancel: Pair(
            wanted: [.apply, .book, .report, .endorse, .confirm],
            lack: { "\($0) can be ended and never begun" }),
    ]

    /// `family` are the acts of all services with the item's object.
    func check(_ item: ServiceItem, among family: Set<ServiceAct>, _ notes: LintNotes) {
        let pair = Self.pairs[item.act].flatMap { $0.of?.contains(item.result.kind) == false ? nil : $0 }
        let found = pair?.wanted.filter(family.contains) ?? []
        switch (pair, item.nothingFollows) {
        case (nil, .some):
            notes.warning(
                at: .key("followUp"), "Nothing is looked for after act: \(item.act.rawValue)",
                "Remove followUp")
        case (.some, .some) where !found.isEmpty:
            notes.warning(
                at: .key("followUp"),
                "followUp says that nothing follows, and there is act: \(found[0].rawValue)",
                "Remove followUp")
        case (let pair?, nil) where found.isEmpty:
            notes.warning(
                at: .key("act"), pair.lack(item.object),
                """
                Add a service with act: \(pair.wanted.map(\.rawValue).joined(separator: ", or ")), \
                or say under followUp: none: why nothing follows
                """)
        default: break
        }
    }
}
