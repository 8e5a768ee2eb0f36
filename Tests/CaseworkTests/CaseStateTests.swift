import Casework
import Testing

@Suite struct CaseStateTests {
    /// Every step a case may take; whatever is not here is refused.
    static let steps: [CaseState: [CaseEvent: CaseState]] = [
        .open: [.recordRead: .open, .answered: .open, .submitted: .submitted, .withdrawn: .withdrawn],
        .submitted: [
            .recordRead: .submitted, .issued: .issued, .handedIn: .deciding, .visitKept: .submitted,
            .visitMissed: .submitted, .visitCancelled: .submitted, .fileInfected: .submitted,
        ],
        .deciding: [
            .stepBegun: .deciding,
            .stepClaimed: .deciding, .stepReleased: .deciding, .stepHandedOver: .deciding,
            .stepApproved: .deciding, .stepOverdue: .deciding, .stepEscalated: .deciding,
            .stepReferred: .deciding,
            .correctionAsked: .correcting,
            .stepRefused: .refused, .approved: .approved, .accepted: .deciding,
            .fileInfected: .deciding, .withdrawn: .withdrawn,
        ],
        .correcting: [
            .stepBegun: .correcting,
            .stepClaimed: .correcting, .stepReleased: .correcting, .stepHandedOver: .correcting,
            .stepApproved: .correcting, .stepOverdue: .correcting, .stepEscalated: .correcting,
            .stepReferred: .correcting,
            .correctionAsked: .correcting,
            .answered: .correcting, .corrected: .deciding, .stepRefused: .refused, .withdrawn: .withdrawn,
            .accepted: .correcting, .fileInfected: .correcting,
        ],
        .approved: [.issued: .issued, .fileInfected: .approved],
        .issued: [
            .printRequested: .issued, .printFailed: .issued, .printUnknown: .issued, .printMismatch: .issued,
            .printed: .delivered, .rated: .issued, .paperRevoked: .issued, .visitKept: .issued,
            .visitMissed: .issued, .visitCancelled: .issued, .resultRecorded: .issued,
            .resultRefused: .issued, .resultWithdrawn: .issued, .resultNotWithdrawn: .issued,
            .fileInfected: .issued,
        ],
        .delivered: [
            .printRequested: .delivered, .printed: .delivered, .printFailed: .delivered,
            .printUnknown: .delivered, .printMismatch: .delivered, .rated: .delivered,
            .paperRevoked: .delivered,
            .visitKept: .delivered, .visitMissed: .delivered, .visitCancelled: .delivered,
            .resultRecorded: .delivered, .resultRefused: .delivered,
            .resultWithdrawn: .delivered, .resultNotWithdrawn: .delivered, .fileInfected: .delivered,
        ],
        .refused: [.refusalRead: .refused, .rated: .refused, .stepVoided: .refused],
        .withdrawn: [.stepVoided: .withdrawn],
    ]

    @Test(arguments: CaseState.allCases, CaseEvent.allCases)
    func everyStepIsAllowedOrRefused(_ state: CaseState, _ event: CaseEvent) {
        #expect(state.after(event) == Self.steps[state]?[event])
    }

    @Test(arguments: CaseState.allCases)
    func whatIsBeingDecidedCanBeWithdrawnAndNothingElse(_ state: CaseState) {
        #expect(state.isWithdrawable == [.deciding, .correcting].contains(state))
        // A form is thrown away.
        #expect(state.isWithdrawable == (state != .open && state.after(.withdrawn) != nil))
    }

    @Test func noCaseGoesBackExceptToItsPerson() {
        let order: [CaseState] = [
            .open, .submitted, .correcting, .deciding, .approved, .issued, .delivered, .refused, .withdrawn,
        ]
        #expect(Set(order) == Set(CaseState.allCases))
        for (from, moves) in Self.steps {
            for (event, to) in moves where event != .correctionAsked {
                let (before, after) = (order.firstIndex(of: from), order.firstIndex(of: to))
                #expect((before ?? 9) <= (after ?? -1), "\(from) to \(to)")
            }
        }
    }
}
