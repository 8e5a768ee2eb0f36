import Base
import Foundation
import Testing
import Wire

@testable import Terminal

/// The printer over IPP, against a real print server.
@Suite(.serialized, .enabled(if: CupsServer.isInstalled)) struct IPPPrinters {
    private static let paper = Paper(
        ticketID: "00000000000000000000000001", pdf: Array("%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n".utf8),
        pages: 1)

    private func with(
        backend: String, _ body: (CupsServer, IPPPrinter) async throws -> Void
    ) async throws {
        let server = try CupsServer(backend: backend)
        defer { server.stop() }
        try await body(
            server, IPPPrinter(uri: server.uri, patience: .milliseconds(1_500), limit: .seconds(15)))
    }

    @Test func aPaperComesOutByteForByteAndLeavesNothingInTheSpool() async throws {
        try await with(backend: #"cat "${6:--}" > "$tray/paper""#) { server, printer in
            #expect(await printer.condition() == .ready)

            let outcome = await printer.print(Self.paper)

            #expect(outcome == PrintOutcome(state: .printed, reason: nil, pagesPrinted: 1))
            #expect(try Data(contentsOf: server.tray.appending(path: "paper")) == Data(Self.paper.pdf))
            let spool = try FileManager.default.contentsOfDirectory(atPath: server.root.path + "/spool")
            #expect(spool.filter { $0.hasPrefix("d") }.isEmpty)
        }
    }

    @Test(arguments: [
        ("media-empty-error", "paper-out"), ("media-jam-error", "jam"), ("cover-open-error", "cover-open"),
    ])
    func aPaperThatCannotComeOutIsTakenBack(_ keyword: String, _ reason: String) async throws {
        let backend = "echo 'STATE: +\(keyword)' >&2; sleep 30; echo late > \"$tray/paper\""
        try await with(backend: backend) { server, printer in
            let outcome = await printer.print(Self.paper)

            #expect(outcome == PrintOutcome(state: .failed, reason: reason, pagesPrinted: 0))
            #expect(await printer.condition().reasons.first?.rawValue == reason)
            #expect(!FileManager.default.fileExists(atPath: server.tray.path + "/paper"))
        }
    }

    /// Faults at each of three pages; the backend counts the pages that came out, as printers do.
    static let pageFaults = [
        ("media-empty-error", "paper-out"), ("media-jam-error", "jam"), ("cover-open-error", "cover-open"),
    ].flatMap { fault in (0...2).map { (fault.0, fault.1, $0) } }

    @Test("Row 52: a fault at any page leads to the right state and never to printed", arguments: pageFaults)
    func aFaultAtAnyPageLeadsToTheRightState(_ keyword: String, _ reason: String, _ page: Int) async throws {
        let backend = """
            n=0; while [ $n -lt \(page) ]; do n=$((n + 1)); echo "PAGE: $n 1" >&2; echo "$n" >> "$tray/pages"; done
            sleep 1; echo 'STATE: +\(keyword)' >&2; sleep 30; echo late > "$tray/paper"
            """
        try await with(backend: backend) { server, printer in
            let outcome = await printer.print(
                Paper(ticketID: Self.paper.ticketID, pdf: Self.paper.pdf, pages: 3))

            #expect(outcome.state == (page == 0 ? .failed : .unknown), "page \(page): \(outcome)")
            #expect(outcome.reason == reason)
            #expect(outcome.pagesPrinted == page)
            #expect(await printer.condition().reasons.map(\.rawValue).contains(reason))
            #expect(!FileManager.default.fileExists(atPath: server.tray.path + "/paper"))
        }
    }

    @Test("Row 52: little toner is told and does not keep a paper back")
    func littleTonerIsTold() async throws {
        let backend = "echo 'STATE: +toner-low-report' >&2; sleep 1; cat \"${6:--}\" > \"$tray/paper\""
        try await with(backend: backend) { _, printer in
            #expect(await printer.print(Self.paper).state == .printed)
            #expect(await printer.condition() == PrinterCondition([.tonerLow]))
        }
    }

    @Test func paperThatIsFilledInTimeGoesOn() async throws {
        let backend = """
            echo 'STATE: +media-empty-error' >&2; sleep 1; echo 'STATE: -media-empty-error' >&2
            cat "${6:--}" > "$tray/paper"
            """
        try await with(backend: backend) { _, printer in
            #expect(await printer.print(Self.paper).state == .printed)
        }
    }

    @Test func aBackendThatFailsIsNeverCalledPrinted() async throws {
        try await with(backend: "exit 4") { _, printer in
            #expect(await printer.print(Self.paper).state != .printed)
        }
    }

    @Test func aPaperOfARunThatWasCutOffNeverComesOutLater() async throws {
        let backend = #"while [ ! -e "$tray/go" ]; do sleep 0.1; done; cat "${6:--}" > "$tray/$3""#
        try await with(backend: backend) { server, printer in
            // The agent died with this paper in the queue, and the tray was empty.
            let connection = try IPPConnection(uri: server.uri)
            let left = try connection.createJob(name: "left")
            try connection.sendDocument(Self.paper.pdf, job: left)
            connection.close()

            _ = await printer.condition()
            try Data().write(to: server.tray.appending(path: "go"))
            let outcome = await printer.print(Self.paper)

            #expect(outcome.state == .printed)
            let tray = try FileManager.default.contentsOfDirectory(atPath: server.tray.path)
            #expect(tray.sorted() == [Self.paper.ticketID, "go"])
        }
    }

    @Test func askingForTheConditionTakesBackNoPaperThatIsBeingPrinted() async throws {
        try await with(backend: #"sleep 1; cat "${6:--}" > "$tray/$3""#) { server, printer in
            async let outcome = printer.print(Self.paper)
            for _ in 1...4 { _ = await printer.condition() }

            #expect(await outcome.state == .printed)
        }
    }

    @Test func aServerThatIsNotThereIsOffline() async {
        let printer = IPPPrinter(uri: "ipp://127.0.0.1:1/printers/TEST")

        #expect(await printer.condition() == PrinterCondition([.offline]))
        #expect(
            await printer.print(Self.paper)
                == PrintOutcome(state: .failed, reason: "offline", pagesPrinted: 0))
    }
}
