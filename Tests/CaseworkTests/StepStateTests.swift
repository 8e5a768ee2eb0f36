import Testing

@testable import Casework

@Suite struct StepStateTests {
    /// Everything that may happen to a step; whatever is not here is refused.
    static let steps: [StepState: [StepEvent: StepState]] = [
        .waiting: [.begun: .ready, .voided: .void],
        .ready: [.claimed: .claimed, .assigned: .claimed, .referred: .ready, .voided: .void],
        .claimed: [
            .released: .ready, .referred: .ready,
            .handedOver: .claimed, .assigned: .claimed, .approved: .approved,
            .refused: .refused,
            .correctionAsked: .correction, .voided: .void,
        ],
        .correction: [.handedOver: .correction, .corrected: .claimed, .voided: .void],
        .approved: [:], .refused: [:], .void: [:],
    ]

    @Test(arguments: StepState.allCases, StepEvent.allCases)
    func everythingIsAllowedOrRefused(_ state: StepState, _ event: StepEvent) {
        #expect(state.after(event) == Self.steps[state]?[event])
    }

    /// Walks every way there is: each ends with a decision or a case that ended, and none leads nowhere.
    @Test func everyWayEnds() {
        for state in StepState.allCases {
            var reached: Set<StepState> = [state]
            var fresh = reached
            while !fresh.isEmpty {
                fresh = Set(
                    fresh.flatMap { state in StepEvent.allCases.compactMap { state.after($0) } }
                ).subtracting(reached)
                reached.formUnion(fresh)
            }
            #expect(reached.contains { !$0.isOpen }, "\(state)")
        }
    }

    @Test(arguments: [
        ("police/3", true), ("police/4/350203", true), ("police/4", false), ("police/3/350203", false),
        ("police/5/350203", false), ("police", false), ("Police/3", false), ("police/4/35020", false),
        ("police/0", false), ("police/3/", false),
    ])
    func aQueueIsNamedInOneWay(_ text: String, _ isQueue: Bool) {
        #expect((StepQueue(rawValue: text) != nil) == isQueue)
    }
}
