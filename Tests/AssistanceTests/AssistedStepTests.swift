import Testing

@testable import Assistance

/// What a helper is to each route: one table, and nothing for what is not in it.
@Suite struct AssistedStepTests {
    @Test(arguments: [
        ("GET", "/", AssistedStep.open), ("GET", "/services/{department}/{slug}", .open),
        ("POST", "/services/{department}/{slug}/start", .open), ("GET", "/identification", .open),
        ("HEAD", "/identification/code", .own(.proof)), ("POST", "/identification/code", .own(.proof)),
        ("POST", "/identification/card", .own(.proof)), ("POST", "/identification/face", .own(.proof)),
        ("POST", "/identification/consent", .own(.proof)), ("POST", "/identification/phone", .own(.proof)),
        ("POST", "/identification/network", .own(.proof)), ("GET", "/cases/{number}/check", .own(.answers)),
        ("POST", "/cases/{number}/submission", .own(.answers)), ("POST", "/cases", .own(.answers)),
        ("GET", "/cases/{number}/standing", .own(.answers)),
        ("POST", "/cases/{number}/appointment", .own(.answers)),
        ("GET", "/cases/{number}/hand-over", .own(.answers)),
        ("POST", "/cases/{number}/print-tickets", .own(.paper)),
        ("POST", "/cases/{number}/rating", .own(.paper)), ("GET", "/looks", .closed),
        ("GET", "/my-data", .closed), ("POST", "/consents", .closed), ("POST", "/mandates", .closed),
        ("POST", "/requests", .closed), ("POST", "/acting/choice", .closed),
        ("POST", "/account/phone", .closed), ("POST", "/session/end", .apart),
        ("POST", "/assistance/end", .apart),
        // What cannot be brought back is given up by who is alone with the screen.
        ("POST", "/cases/{number}/removal", .closed), ("POST", "/cases/{number}/withdrawal", .closed),
    ])
    func eachKindOfRouteIsWhatItShouldBe(method: String, path: String, step: AssistedStep) {
        #expect(AssistedStep.of(method, path) == step)
    }

    @Test func aRouteThatNobodyHasThoughtOfIsClosed() {
        #expect(AssistedStep.of("GET", "/new") == .closed)
        #expect(AssistedStep.of("POST", "/") == .closed)
    }
}
