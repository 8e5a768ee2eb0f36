import Base
import Foundation
import Support
import Testing
import Wire

@testable import Terminal

/// What a printer says, and what is made of it.
@Suite struct Printers {
    @Test(arguments: [
        ("none", PrinterReason?.none), ("media-empty-error", .paperOut), ("media-empty", .paperOut),
        ("media-needed-report", .paperOut), ("media-jam-error", .jam), ("cover-open-warning", .coverOpen),
        ("door-open-error", .coverOpen), ("toner-empty-error", .tonerOut), ("toner-low-warning", .tonerLow),
        ("marker-supply-low-warning", .tonerLow), ("offline-report", .offline), ("paused", .offline),
        ("cups-missing-filter-warning", .other),
    ])
    func aKeywordOfThePrinterIsUnderstood(_ keyword: String, _ reason: PrinterReason?) {
        #expect(PrinterReason(ipp: keyword) == reason)
    }

    @Test(arguments: [
        ([PrinterReason](), HealthReport.Device.ready), ([PrinterReason.tonerLow], .attention),
        ([PrinterReason.tonerLow, .jam], .out), ([PrinterReason.offline], .out),
    ])
    func whatStopsPrintingIsOut(_ reasons: [PrinterReason], _ device: HealthReport.Device) {
        #expect(PrinterCondition(reasons).device == device)
    }

    private static let paper = Paper(ticketID: "t1", pdf: Array("%PDF-1.7".utf8), pages: 2)

    private func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "egret-tray-\(Token(.live))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    @Test func aFolderGetsTheWholePaperAndNothingElse() async throws {
        let folder = try folder()

        let outcome = await FolderPrinter(folder: folder).print(Self.paper)

        #expect(outcome == PrintOutcome(state: .printed, reason: nil, pagesPrinted: 2))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["t1.pdf"])
        #expect(try Data(contentsOf: folder.appending(path: "t1.pdf")) == Data(Self.paper.pdf))
    }

    @Test func aMissingFolderIsAnOfflinePrinter() async {
        let printer = FolderPrinter(folder: URL(filePath: "/nowhere/egret"))

        #expect(await printer.condition() == PrinterCondition([.offline]))
        #expect(await printer.print(Self.paper).state == .failed)
    }

    @Test(arguments: [
        (SimulatedPrinter.Fault.none, PrintOutcome.State.printed, String?.none), (.slow, .printed, nil),
        (.paperOut, .failed, "paper-out"), (.jam, .failed, "jam"), (.offline, .failed, "offline"),
        (.paperOutMidPage, .unknown, "paper-out"), (.powerCut, .unknown, "offline"),
    ])
    func aFaultNeverLooksLikeAPaper(
        _ fault: SimulatedPrinter.Fault, _ state: PrintOutcome.State, _ reason: String?
    ) async throws {
        let folder = try folder()
        let printer = SimulatedPrinter(folder: folder, world: .frozen())
        printer.fault = fault

        let outcome = await printer.print(Self.paper)

        #expect(outcome.state == state)
        #expect(outcome.reason == reason)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(files.isEmpty == (state != .printed))
    }

    @Test func aTicketTornByAPowerCutDoesNotSwallowTheNext() throws {
        let url = try folder().appending(path: "spent")
        try Data("aaaa\nbb".utf8).write(to: url)

        #expect(try SpentTickets(url: url).spend("cccc"))

        #expect(try String(contentsOf: url, encoding: .utf8) == "aaaa\nbb\ncccc\n")
        #expect(try !SpentTickets(url: url).spend("cccc"))
    }
}
