import Passkeys
import Testing

@Suite struct PartyTests {
    @Test(arguments: [
        ("https://desk.example", "desk.example", "https://desk.example"),
        ("https://desk.example/", "desk.example", "https://desk.example"),
        ("https://desk.example:443", "desk.example", "https://desk.example"),
        ("https://desk.example:8443", "desk.example", "https://desk.example:8443"),
        ("http://localhost:8081", "localhost", "http://localhost:8081"),
    ])
    func anAddressNamesHostAndOrigin(_ url: String, _ id: String, _ origin: String) throws {
        let party = try #require(RelyingParty(url: url, name: "白鹭"))

        #expect(party.id == id && party.origin == origin)
    }

    @Test(arguments: [
        "", "desk.example", "http://desk.example", "http://127.0.0.1:8081", "https://127.0.0.1",
        "https://[::1]",
        "https://Desk.example", "https://a@desk.example", "https://desk.example/path",
        "https://desk.example?q",
        "ftp://desk.example",
    ])
    func whatABrowserWouldNotTakeIsNoParty(_ url: String) {
        #expect(RelyingParty(url: url, name: "白鹭") == nil)
    }
}
