import Base
import Foundation
import Testing

@testable import Terminal

/// Who stops a terminal, and who alone opens it again.
@Suite struct StopSwitches {
    private let url = FileManager.default.temporaryDirectory.appending(
        path: "egret-stop-\(Token(.live)).json")

    @Test func aStopSurvivesARestart() {
        StopSwitch(url: url).stop("print-mismatch")

        #expect(StopSwitch(url: url).reason == "print-mismatch")
    }

    @Test func aWordThatCrossedTheAlarmOpensNothing() {
        let stop = StopSwitch(url: url)
        stop.stop("print-mismatch")

        _ = stop.hear(serve: true, reported: "print-mismatch")
        _ = stop.hear(serve: true, reported: nil)

        #expect(stop.reason == "print-mismatch")
    }

    @Test func theCentreOpensWhatItKnewToBeStopped() {
        let stop = StopSwitch(url: url)
        stop.stop("print-mismatch")

        _ = stop.hear(serve: false, reported: "print-mismatch")
        #expect(stop.reason == "print-mismatch")
        _ = stop.hear(serve: true, reported: "print-mismatch")

        #expect(stop.reason == nil)
        #expect(StopSwitch(url: url).reason == nil)
    }

    @Test func theCentreStopsATerminalAndOpensItAgain() {
        let stop = StopSwitch(url: url)

        #expect(stop.hear(serve: false, reported: nil))
        #expect(stop.reason == "centre")
        _ = stop.hear(serve: true, reported: "centre")

        #expect(stop.reason == nil)
    }

    @Test func aBrokenFileIsAStop() throws {
        try Data("{".utf8).write(to: url)

        #expect(StopSwitch(url: url).reason == "unknown")
    }
}
