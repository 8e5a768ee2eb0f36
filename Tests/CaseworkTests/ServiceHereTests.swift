import Base
import Catalogue
import HTTPTypes
import HummingbirdTesting
import Identity
import NIOCore
import Support
import Testing
import Web
import Wire

@testable import Casework
@testable import Stations

/// Whether a terminal can do a service now: barred only where no way remains.
@Suite struct ServiceHereTests {
    typealias Device = HealthReport.Device

    /// One line of the table: what a service needs, which devices are out, and what follows.
    struct Line: Sendable, CustomTestStringConvertible {
        let ways: [Way]
        let printsAtOnce: Bool
        /// Of `c` (card reader), `f` (camera), `p` (printer), `r` (a register).
        let out: String
        let bar: ServiceHere.Bar?
        let warnings: [ServiceHere.Warning]

        init(
            _ ways: [Way], prints printsAtOnce: Bool, out: String, bar: ServiceHere.Bar? = nil,
            _ warnings: ServiceHere.Warning...
        ) {
            self.ways = ways
            self.printsAtOnce = printsAtOnce
            self.out = out
            self.bar = bar
            self.warnings = warnings
        }

        var testDescription: String { "\(ways.map(\.rawValue)) \(printsAtOnce) \(out)" }
    }

    private static let card: [Way] = [.face, .code]
    private static let any: [Way] = [.face, .code, .phone]
    private static let sure: [Way] = [.face, .cardPhone]

    static let table: [Line] = [
        Line(card, prints: true, out: ""),
        Line(card, prints: true, out: "c", bar: .readerOut),
        Line(card, prints: false, out: "c", bar: .readerOut),
        Line(card, prints: true, out: "f", .noFace),
        Line(card, prints: true, out: "p", bar: .printerOut),
        Line(card, prints: false, out: "p", .paperLater),
        Line(card, prints: true, out: "r", .registerSilent),
        Line(card, prints: true, out: "cf", bar: .readerOut),
        Line(any, prints: true, out: "c", .noCard),
        Line(any, prints: true, out: "f", .noFace),
        Line(any, prints: true, out: "cf", .noCard),
        Line(any, prints: false, out: "cfpr", .noCard, .paperLater, .registerSilent),
        Line(any, prints: true, out: "cfpr", bar: .printerOut),
        Line(sure, prints: false, out: "f", .noFace),
        Line(sure, prints: false, out: "c", bar: .readerOut),
        Line([.face], prints: false, out: "f", bar: .cameraOut),
        Line([.phone], prints: false, out: "cf"),
        Line([.network], prints: true, out: "cf"),
        Line([], prints: false, out: "cf"),
    ]

    @Test(arguments: table) func itFollowsFromNeedsAndDevices(_ line: Line) {
        func device(_ letter: Character) -> Device { line.out.contains(letter) ? .out : .ready }
        let health = TerminalHealth(
            at: TestClock.start, version: "1", cardReader: device("c"), camera: device("f"),
            printer: device("p"), printerReasons: [], reportedStop: nil, reportedStopID: nil)
        let needs = ServiceHere.Needs(ways: line.ways, printsAtOnce: line.printsAtOnce)

        let here = ServiceHere(needs, health: health, isRegisterSilent: line.out.contains("r"))
        let stopped = ServiceHere(needs, isStopped: true, health: health)

        #expect(here.bar == line.bar)
        #expect(here.warnings == line.warnings)
        #expect(stopped.bar == .serviceStopped && stopped.warnings.isEmpty)
        #expect(ServiceHere(needs, health: nil) == .well)
    }

    @Test func aDeviceThatOnlyWantsAttentionStopsNothing() {
        let health = TerminalHealth(
            at: TestClock.start, version: "1", cardReader: .attention, camera: .attention,
            printer: .attention, printerReasons: ["low-toner"], reportedStop: nil, reportedStopID: nil)
        #expect(ServiceHere(.init(ways: Self.card, printsAtOnce: true), health: health) == .well)
    }

    @Test func aBundleEndsInNoPaperOfItsOwn() async throws {
        let house = try await CaseHouse(.sqlite)
        let bundles = house.catalogue.bundles.map(\.item)
        #expect(!bundles.isEmpty)
        for item in bundles {
            #expect(!ServiceHere.Needs(item, offersNetwork: true).printsAtOnce)
        }
        for item in house.catalogue.items where item.selfService {
            let needs = ServiceHere.Needs(item, offersNetwork: false)
            #expect(!needs.ways.isEmpty && !needs.ways.contains(.network), "\(item.id.rawValue)")
        }
    }

    private func report(
        _ house: CaseHouse, reader: Device = .ready, camera: Device = .ready, printer: Device = .ready
    ) async throws {
        _ = try await house.stations.reportHealth(
            HealthReport(
                version: "1", cardReader: reader, camera: camera, printer: printer, printerReasons: [],
                stopped: nil, clockMs: house.clock.now.milliseconds),
            from: house.terminals[0])
    }

    @Test(arguments: Language.allCases)
    func thePageSaysWhatIsWorseAndBarsOnlyWhatCannotBeDone(language: Language) async throws {
        let house = try await CaseHouse(.sqlite)
        let words = house.frame.words.phrases(language)
        let (details, residence, decided) = (CaseHouse.details, CaseHouse.residence, CaseHouse.endorsement)
        try await house.kiosk(language: language.rawValue) { kiosk in
            func page(_ service: ServiceID) async throws -> String {
                String(buffer: try await kiosk.get("/services/\(service.rawValue)").body)
            }
            let start = "/start\""

            try await report(house, reader: .out)
            let phone = try await page(details)
            #expect(phone.contains(words("kiosk.worse.no-card")) && phone.contains(start))
            let card = try await page(CaseHouse.doors)
            #expect(card.contains(words("kiosk.lack.reader-out")) && !card.contains(start))

            try await report(house, camera: .out)
            let face = try await page(residence)
            #expect(face.contains(words("kiosk.worse.no-face")) && face.contains(start))

            try await report(house, printer: .out)
            let later = try await page(decided)
            #expect(later.contains(words("kiosk.worse.paper-later")) && later.contains(start))
            let now = try await page(residence)
            #expect(now.contains(words("kiosk.lack.printer-out")) && !now.contains(start))

            try await report(house)
            house.registers.become(.down)
            let slow = try await page(residence)
            #expect(slow.contains(words("kiosk.worse.register-silent")) && slow.contains(start))
            house.registers.become(.answers)
            let well = try await page(residence)
            #expect(!well.contains(words("kiosk.worse.register-silent")) && well.contains(start))
            #expect(house.registers.asked.isEmpty, "looking asks nobody")
            #expect(words("kiosk.lack.camera-out").isEmpty == false)
        }
    }

    @Test func onlyTheWaysThatCanBeGoneAreShown() async throws {
        let house = try await CaseHouse(.sqlite)
        try await house.kiosk { kiosk in
            try await report(house, reader: .out)
            try await kiosk.post("/services/\(CaseHouse.details.rawValue)/start")
            let phone = String(buffer: try await kiosk.get("/identification").body)
            #expect(phone.contains("value=\"phone\"") && !phone.contains("value=\"face\""))

            try await report(house, camera: .out)
            try await kiosk.post("/services/\(CaseHouse.insurance.rawValue)/start")
            let code = String(buffer: try await kiosk.get("/identification").body)
            #expect(code.contains("value=\"code\"") && !code.contains("value=\"face\""))
        }
    }

    @Test(arguments: TestEngine.available)
    func thePublicPageNamesTheStationsThatCanDoIt(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let queries = house.stations.queries
        func stations(_ service: ServiceID) async throws -> [String] {
            let item = try #require(house.catalogue[service])
            let needs = ServiceHere.Needs(item, offersNetwork: false)
            return try await queries.serving(service.rawValue) { health in
                ServiceHere(needs, health: health).bar == nil
            }.map(\.station.id)
        }
        #expect(try await stations(CaseHouse.details).isEmpty, "nobody has been heard of")

        try await report(house, reader: .out)
        #expect(try await stations(CaseHouse.details) == ["siming-1"])
        #expect(try await stations(CaseHouse.doors).isEmpty)

        house.clock.advance(by: StationListing.silenceMax + .seconds(1))
        #expect(try await stations(CaseHouse.details).isEmpty, "it has fallen silent")
    }
}
