import Base
import Catalogue
import Foundation
import Storage
import Support
import Testing

@testable import egret

/// What a start and `egret doctor` say of the services that are kept for cases.
@Suite struct KeptServicesTests {
    private static let service = "fund/deposit-proof"

    private func with(_ engine: TestEngine, _ ask: (House, LogBook) async throws -> Void) async throws {
        let (box, logs) = (try await HouseBox(engine), LogBook())
        let house = try await box.house(logger: logs.logger("test"))
        try await ask(house, logs)
        await house.close()
        await box.remove()
    }

    @Test(arguments: TestEngine.available)
    func aStartSaysOnceOfWhichVersionItBringsOtherFiles(_ engine: TestEngine) async throws {
        try await with(engine) { house, logs in
            try await house.keepServices()
            func said() -> [String] { logs.lines.filter { $0.contains("other files of numbers") } }
            #expect(said().isEmpty, "what is new replaces nothing")
            try await house.engine.write { db in
                _ = try db.run(
                    """
                    UPDATE service_releases SET fingerprint = 'other'
                    WHERE service IN (\(Self.service), 'hotline/complaint')
                    """)
            }

            try await house.keepServices()
            try await house.keepServices()

            #expect(said().count == 1)
            #expect(said().first?.contains("\(Self.service) ") == true, "\(said())")
            #expect(said().first?.contains("hotline/complaint ") == true, "\(said())")
        }
    }

    @Test(arguments: TestEngine.available)
    func aLayoutThatIsReadNoMoreIsNamedByTheLogAndTheDoctor(_ engine: TestEngine) async throws {
        try await with(engine) { house, logs in
            let id = try #require(ServiceID(rawValue: Self.service))
            let version = try #require(house.catalogue[id]?.version)
            try await house.keepServices()
            try await house.engine.write { db in
                let row = try #require(
                    try db.rows("SELECT files FROM service_releases WHERE service = \(Self.service)").first)
                let files = try JSONDecoder().decode(
                    [String: String].self, from: Data(row.text("files").utf8)
                )
                .mapValues {
                    $0.replacing("\nversion: \(version)\n", with: "\nversion: 900\n")
                        .replacing("paper: A4", with: "paper: A3")
                }
                let text = String(decoding: try JSONEncoder().encode(files), as: UTF8.self)
                _ = try db.run(
                    """
                    INSERT INTO service_releases (service, version, fingerprint, files, kept_at_ms)
                    VALUES (\(Self.service), 900, \(ServicePublication.fingerprint(of: files)), \(text), 0)
                    """)
            }

            try await house.publications.follow(reading: [id: [900]])
            house.publications.logUnreadable(house.logger)
            let doctor = try await DoctorCommand.published(house.publications)

            let place = "\(Self.service)/document.yml:2: "
            #expect(
                doctor.contains("not read any more: \(Self.service) 900 (\(place)"), "\(doctor)")
            #expect(logs.lines.count { $0.contains(place) } == 1, "\(logs.lines)")
            #expect(try house.catalogue.item(id, version: 900)?.version == version)
        }
    }
}
