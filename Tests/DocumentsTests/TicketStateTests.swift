import Documents
import Testing
import Wire

@Suite("The life of a print ticket")
struct TicketStateTests {
    /// Every state and event; what is not here is refused.
    private static let table: [TicketState: [TicketState.Event: TicketState]] = [
        .issued: [
            .fetch: .fetched, .expiry: .expired, .report(.failed): .failed, .report(.mismatch): .mismatch,
        ],
        .fetched: [
            .silence: .unknown, .report(.printed): .printed, .report(.failed): .failed,
            .report(.unknown): .unknown, .report(.mismatch): .mismatch,
        ],
        .printed: [.report(.printed): .printed], .failed: [.report(.failed): .failed],
        .unknown: [.report(.unknown): .unknown], .mismatch: [.report(.mismatch): .mismatch],
        .expired: [.report(.failed): .expired],
    ]

    @Test(arguments: TicketState.allCases, TicketState.Event.all)
    func everyPairIsDefinedOrRefused(state: TicketState, event: TicketState.Event) throws {
        if let next = Self.table[state]?[event] {
            #expect(try state.next(event) == next)
        } else {
            #expect(throws: TicketRefused.self) { try state.next(event) }
        }
    }

    @Test func aPaperIsHandedOutFromOneStateOnly() {
        let ways = TicketState.allCases.filter { (try? $0.next(.fetch)) != nil }
        #expect(ways == [.issued])
    }

    @Test func nothingThatEndedIsLiveAgain() {
        for state in TicketState.allCases where !state.isLive {
            for event in TicketState.Event.all { #expect((try? state.next(event))?.isLive != true) }
        }
    }
}
