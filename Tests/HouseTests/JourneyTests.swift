import Audit
import Base
import Foundation
import Identity
import Sandbox
import Support
import Testing
import Vault
import Web

@testable import egret

/// The whole way of a person, through every program of the house, as it runs in a city.
@Suite(.serialized) struct JourneyTests {
    struct Verdict: Decodable {
        let outcome: String
        let holderName: String?
    }

    @Test(arguments: TestEngine.available, ["face", "code"])
    func aVisitEndsWithAPaperThatAnybodyCanCheck(engine: TestEngine, way: String) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let person = try #require(whole.box.city.citizen(id: "chen-jing"))
            let words = whole.house.frame.words.phrases(.english)

            let tray = try await citizen.fetchPaper(person, by: way)

            #expect(tray.text.title == words("kiosk.paper.out.title"), "\(tray.text.words)")
            let papers = try whole.printed()
            try #require(papers.count == 1)
            try await check(papers[0], person, whole)

            let rating = try await citizen.open(
                try #require(tray.text.links.first { $0.hasSuffix("/rating") }))
            let goodbye = try await citizen.press(
                rating, String(tray.path.prefix { $0 != "?" }).replacing("/paper", with: "/rating"),
                ["level": "5"])
            #expect(goodbye.text.title == words("kiosk.goodbye.title"))
            let after = try await citizen.open(tray.path)
            #expect(after.text.title != tray.text.title)
            #expect(Secrets(of: [person]).found(in: Data(after.text.html.utf8)) == [])

            try await checkTrail(whole)
        }
    }

    @Test(arguments: TestEngine.available)
    func nothingOfAnybodyLiesInClear(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let city = whole.box.city
            for id in ["chen-jing", "abdu-rahman"] {
                _ = try await citizen.fetchPaper(try #require(city.citizen(id: id)), by: "code")
                _ = try await citizen.leave()
                try await citizen.waitUntilReady()
            }
            let secrets = Secrets(of: city.citizens)

            #expect(try whole.printed().count == 2)
            #expect(secrets.found(in: try await whole.box.dump(of: whole.house)) == [])
            let lines = whole.logs.lines.joined()
            #expect(lines.contains("/cases/{number}"), "the log names routes")
            #expect(secrets.found(in: Data(lines.utf8)) == [])
        }
    }

    @Test(arguments: TestEngine.available)
    func aCentreThatStopsAfterSubmissionStillGivesThePaperOnce(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let person = try #require(whole.box.city.citizen(id: "lin-wei"))
            let ready = try await citizen.submit(citizen.answer(from: citizen.identify(person, by: "code")))

            try await whole.stopCentre()
            try await whole.startCentre()
            let tray = try await citizen.print(ready)
            let again = try await citizen.open(ready.path)

            #expect(tray.text.title == again.text.title)
            #expect(tray.text.title == whole.house.frame.words.phrases(.english)("kiosk.paper.out.title"))
            #expect(try whole.printed().count == 1)
        }
    }

    @Test func theFiguresAreReadByPrometheus() async throws {
        try await WholeHouse.run(.sqlite) { whole, citizen in
            _ = try await citizen.open("/")

            let (status, bytes) = try await whole.fetch(whole.address(.staff) + "/metrics")
            let (hidden, _) = try await whole.fetch(whole.address(.public) + "/metrics")

            #expect(status == 200)
            #expect(hidden == 404)
            try #require(ForeignProgram.has("promtool"))
            let answer = try ForeignProgram.run(
                "promtool", ["check", "metrics"], input: String(decoding: bytes, as: UTF8.self))
            #expect(answer.status == 0, "\(answer.output)")
        }
    }

    /// Other people's programs read the paper, and the public site knows it by QR code and by file.
    private func check(_ paper: URL, _ person: SampleCitizen, _ whole: WholeHouse) async throws {
        try #require(ForeignProgram.has("pdftotext", "pdfsig", "pdftoppm", "zbarimg"))
        let text = try ForeignProgram.run("pdftotext", ["-layout", paper.path, "-"]).output
        #expect(text.contains(person.name))
        #expect(text.contains(person.number.text))
        let seal = try ForeignProgram.run("pdfsig", ["-nocert", paper.path]).output
        #expect(seal.contains("Signature is Valid"), "\(seal)")
        let picture = whole.box.folder.appending(path: "page").path
        _ = try ForeignProgram.run("pdftoppm", ["-r", "200", "-png", "-singlefile", paper.path, picture])
        let code = try ForeignProgram.qrCode(on: picture + ".png")

        let asked = try JSONEncoder().encode(["text": code])
        let byCode = try await verdict([UInt8](asked), "application/json", whole)
        let byFile = try await verdict([UInt8](Data(contentsOf: paper)), "application/pdf", whole)

        #expect(byCode.outcome == "genuine", "\(code)")
        #expect(byFile.outcome == "genuine")
        #expect(byCode.holderName != person.name, "the public sees a masked name")
    }

    private func verdict(_ bytes: [UInt8], _ type: String, _ whole: WholeHouse) async throws -> Verdict {
        let (status, answer) = try await whole.fetch(
            whole.address(.public) + "/api/v1/verifications", body: (type, bytes))
        try #require(status == 200, "\(String(decoding: answer, as: UTF8.self))")
        return try JSONDecoder().decode(Verdict.self, from: Data(answer))
    }

    /// A stranger downloads the audit log, and counts it again.
    private func checkTrail(_ whole: WholeHouse) async throws {
        try await Task.sleep(for: .seconds(2))
        let base = whole.address(.public) + "/audit/"
        let key = try VerifierKey(
            name: whole.house.centre.auditOrigin, key: whole.box.ring.signingKey(.auditCheckpoint).publicKey)
        let report = await AuditVerifier(origin: key.name, keys: [key]).verify { path in
            let (status, bytes) = try await whole.fetch(base + path)
            guard status == 200 else { throw Citizen.Lost(description: "\(path): \(status)") }
            return bytes
        }

        #expect(report.isClean, "\(report.findings)")
        #expect(report.leavesChecked >= 8)
    }
}
