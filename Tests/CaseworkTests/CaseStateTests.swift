import Casework
import Testing

@Suite struct CaseStateTests {
    /// Every step a case may take; whatever is not here is refused.
    static let steps: [CaseState: [CaseEvent: CaseState]] = [
        .open: [.recordRead: .open, .answered: .open, .submitted: .submitted, .withdrawn: .withdrawn],
        .submitted: [.recordRead: .submitted, .issued: .issued],
        .issued: [
            .printRequested: .issued, .printFailed: .issued, .printUnknown: .issued, .printMismatch: .issued,
            .printed: .delivered, .rated: .issued,
        ],
        .delivered: [
            .printRequested: .delivered, .printed: .delivered, .printFailed: .delivered,
            .printUnknown: .delivered, .printMismatch: .delivered, .rated: .delivered,
        ],
        .withdrawn: [:],
    ]

    @Test(arguments: CaseState.allCases, CaseEvent.allCases)
    func everyStepIsAllowedOrRefused(_ state: CaseState, _ event: CaseEvent) {
        #expect(state.after(event) == Self.steps[state]?[event])
    }

    @Test func noCaseGoesBack() {
        let order: [CaseState] = [.open, .submitted, .issued, .delivered]
        for (from, moves) in Self.steps {
            for to in moves.values where to != .withdrawn {
                let (before, after) = (order.firstIndex(of: from), order.firstIndex(of: to))
                #expect((before ?? 9) <= (after ?? -1), "\(from) to \(to)")
            }
        }
    }
}
