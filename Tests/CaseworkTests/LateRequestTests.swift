import Base
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Support
import Testing
import Web

/// What was sent in a visit that is over, and arrives when somebody else is there.
@Suite struct LateRequestTests {
    @Test(arguments: TestEngine.available)
    func theEndOfAVisitThatComesLateEndsNobodyElses(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        try await house.kiosk { kiosk in
            _ = try await kiosk.identify(house)
            let former = kiosk.session
            _ = try await kiosk.identify(house, .two)
            let present = kiosk.session

            kiosk.session = former
            #expect(try await kiosk.post("/session/end").status == .noContent)

            kiosk.session = present
            #expect(try await kiosk.get("/cases/opening").status == .ok)
        }
    }

    @Test(arguments: TestEngine.available)
    func aVisitIsEndedByItsOwnTokenAndATerminalThatStartsEndsAll(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        try await house.kiosk { kiosk in
            for withToken in [true, false] {
                _ = try await kiosk.identify(house)
                let token = kiosk.session
                if !withToken { kiosk.session = nil }

                #expect(try await kiosk.post("/session/end").status == .noContent)

                kiosk.session = token
                #expect(try await kiosk.get("/cases/opening").status == .unauthorized)
            }
        }
    }
}
