import Base
import Foundation
import Testing
import Wire

@testable import Terminal

/// The workbench of a virtual terminal.
@Suite struct Simulators {
    private static let line = """
        {"id":"wang-xiaoya","name":"王小雅","sex":"female","nation":"汉","birthDate":"19900307","address":"厦门市",
        "number":"350203199003071025","issuer":"厦门市公安局思明分局","validFrom":"20180101","validTo":"00000000",
        "phone":null,"labelChinese":"平常","labelEnglish":"ordinary","ordinary":true}
        """

    @Test func aCitizenOfTheSandboxBringsHerOwnCard() throws {
        let citizen = try JSONDecoder().decode(SandboxCitizen.self, from: Data(Self.line.utf8))

        let sample = citizen.sample(.english)
        let reading = try CardText.reading(sample.card.textBlock, readerSerial: "r")

        #expect(sample.label == "ordinary")
        #expect(sample.faceID == "wang-xiaoya")
        #expect(reading.issuer == "厦门市公安局思明分局")
        #expect(reading.validTo == "00000000")
    }

    @Test func aCardIsLaidOnAndLiftedThroughThePage() async throws {
        try await LiveAgent.run { live in
            let put = try await live.post(
                "/terminal/simulator/card", "citizen=350203199003071025&kind=valid&fault=none")
            let laid = live.bench.simulator.reader.card
            let page = try await live.get("/terminal/simulator", headers: [("Cookie", "egret_display=en")])
            _ = try await live.post("/terminal/simulator/card", "citizen=")

            #expect(put.location == "/terminal/simulator")
            #expect(laid?.name == "王小雅")
            #expect(page.body.contains("This is not the citizen"))
            #expect(live.bench.simulator.reader.card == nil)
        }
    }

    @Test func thePlugIsNotPulledWhereThatIsNotAllowed() async throws {
        try await LiveAgent.run { live in
            let answer = try await live.post("/terminal/simulator/plug")

            #expect(answer.status == 404)
        }
    }
}
