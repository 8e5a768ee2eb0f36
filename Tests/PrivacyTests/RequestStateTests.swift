import Catalogue
import Privacy
import Testing

@Suite struct RequestStateTests {
    /// Every step a request may take; whatever is not here is refused.
    static let steps: [RequestState: [RequestEvent: RequestState]] = [
        .received: [
            .taken: .taken, .answered: .answered, .refused: .refused, .granted: .granted,
            .deferred: .deferred, .withdrawn: .withdrawn, .reminded: .received,
        ],
        .taken: [
            .answered: .answered, .refused: .refused, .granted: .granted, .deferred: .deferred,
            .withdrawn: .withdrawn, .reminded: .taken,
        ],
        .granted: [.answered: .answered, .deferred: .deferred, .withdrawn: .withdrawn],
        .deferred: [.answered: .answered, .withdrawn: .withdrawn],
        .answered: [.appealed: .appealed],
        .refused: [.appealed: .appealed],
        .appealed: [
            .answered: .answeredAgain, .refused: .refusedAgain, .granted: .granted, .withdrawn: .withdrawn,
            .reminded: .appealed,
        ],
        .answeredAgain: [:], .refusedAgain: [:], .withdrawn: [:],
    ]

    @Test(arguments: RequestState.allCases, RequestEvent.allCases)
    func everyStepIsAllowedOrRefused(_ state: RequestState, _ event: RequestEvent) {
        #expect(state.after(event) == Self.steps[state]?[event])
    }

    @Test func everyStateIsReachedAndEveryWayEnds() {
        var (reached, waiting): (Set<RequestState>, [RequestState]) = ([.received], [.received])
        while let state = waiting.popLast() {
            for next in RequestEvent.allCases.compactMap(state.after) where reached.insert(next).inserted {
                waiting.append(next)
            }
        }
        #expect(reached == Set(RequestState.allCases))

        for state in RequestState.allCases {
            let isStuck = RequestEvent.allCases.allSatisfy { state.after($0) == nil }
            #expect(isStuck == state.isOver, "\(state)")
            #expect(!(state.isOver && state.isOpen), "\(state)")
        }
    }

    @Test func everyRightHasSomethingToChoose() {
        for right in PersonRight.allCases { #expect(!RequestTopic.choices(of: right).isEmpty) }
    }

    @Test(arguments: ["", "R", "R20260302", "R2026030200a1", "X202603020001", "R2026030200010000000"])
    func whatIsNoNumberIsNone(_ text: String) {
        #expect(RequestNumber(rawValue: text) == nil)
    }
}
