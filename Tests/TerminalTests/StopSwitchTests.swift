import Base
import Foundation
import Testing

@testable import Terminal

/// Who stops a terminal, and who alone opens it again.
@Suite struct StopSwitches {
    private let url = FileManager.default.temporaryDirectory.appending(
        path: "egret-stop-\(Token(.live)).json")

    private func stop() -> StopSwitch { StopSwitch(url: url, world: .live) }

    @Test func aStopSurvivesARestart() {
        let stop = stop()
        stop.stop("print-mismatch")
        stop.stop("agent-disk")

        #expect(self.stop().reason == "print-mismatch")
        #expect(self.stop().now == stop.now)
    }

    @Test func aWordThatCrossedTheAlarmOpensNothing() {
        let stop = stop()
        stop.stop("print-mismatch")

        _ = stop.hear(serve: true, stopID: nil)

        #expect(stop.reason == "print-mismatch")
    }

    @Test func aWordOnAnEarlierStopForTheSameReasonOpensNothing() {
        let stop = stop()
        stop.stop("print-mismatch")
        let earlier = stop.now?.id
        _ = stop.hear(serve: true, stopID: earlier)
        stop.stop("print-mismatch")

        _ = stop.hear(serve: true, stopID: earlier)

        #expect(stop.reason == "print-mismatch")
    }

    @Test func theCentreOpensWhatItKnewToBeStopped() {
        let stop = stop()
        stop.stop("print-mismatch")

        #expect(!stop.hear(serve: false, stopID: stop.now?.id))
        #expect(stop.reason == "print-mismatch")
        _ = stop.hear(serve: true, stopID: stop.now?.id)

        #expect(stop.reason == nil)
        #expect(self.stop().reason == nil)
    }

    @Test func aTerminalSwitchedOffBeforeItHeardTheAnswerIsOpenedByTheNext() {
        stop().stop("agent-disk")
        let again = stop()

        _ = again.hear(serve: true, stopID: again.now?.id)

        #expect(again.reason == nil)
    }

    @Test func theCentreStopsATerminalAndOpensItAgain() {
        let stop = stop()

        #expect(stop.hear(serve: false, stopID: nil))
        #expect(stop.reason == "centre")
        _ = stop.hear(serve: true, stopID: stop.now?.id)

        #expect(stop.reason == nil)
    }

    @Test(arguments: ["{", #"{"reason":"unknown","centreKnows":true}"#])
    func aBrokenFileOrAFormerReleasesIsAStop(_ text: String) throws {
        try Data(text.utf8).write(to: url)
        let stop = stop()

        #expect(stop.reason == "unknown")
        #expect(stop.now?.id != nil && self.stop().now == stop.now)
    }
}
