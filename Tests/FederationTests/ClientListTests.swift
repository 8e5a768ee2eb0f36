import Base
import Testing
import Vault

@testable import Federation

/// Registrations of other sites.
@Suite struct ClientRegistrations {
    private func defect(_ change: [String: JSONValue]) -> String? {
        do throws(ClientDefect) {
            let list: JSONValue = ["clients": [FederationHouse.client("portal", change)]]
            _ = try ClientList(json: list.bytes)
            return nil
        } catch {
            return error.description
        }
    }

    @Test func aSoundRegistrationIsRead() throws {
        let list = try ClientList(json: (["clients": [FederationHouse.client("portal")]] as JSONValue).bytes)
        let client = try #require(list["portal"])

        #expect(client.sector == "portal.example")
        #expect(client.level == .basic)
        #expect(list["other"] == nil)
        #expect(defect([:]) == nil)
    }

    @Test(
        "ASVS 10.4.1: a return address is absolute, over TLS, and reads one way",
        arguments: [
            "http://portal.example/cb", "https://portal.example/cb#x", "https://user@portal.example/cb",
            "https://*.portal.example/cb", "https://portal.example/../cb", "//portal.example/cb", "/cb", "",
            "javascript:alert(1)", "https://portal.example\\@evil.example/", "https://portal.example/ cb",
            "https:///cb", "data:text/html,x", "https://portal.example/\u{202E}", "HTTPS://portal.example/cb",
        ])
    func doubtfulAddressesAreDefects(_ address: String) {
        #expect(defect(["redirects": [.text(address)]]) != nil)
        #expect(defect(["backChannelLogout": .text(address)]) != nil)
    }

    @Test func loopbackMayGoWithoutTLS() {
        for address in ["http://127.0.0.1:8070/cb", "http://localhost/cb", "http://[::1]:1/cb"] {
            #expect(ClientAddress.host(of: address) != nil)
        }
    }

    @Test func everyDefectIsNamed() {
        #expect(defect(["redirect": "x"])?.contains("redirect that means nothing") == true)
        #expect(defect(["id": "Portal"]) != nil)
        #expect(defect(["name": ["en": "x"]])?.contains("zh-Hans") == true)
        #expect(defect(["contact": ""]) != nil)
        #expect(defect(["redirects": []]) != nil)
        #expect(defect(["scopes": ["profile"]]) != nil)
        #expect(defect(["scopes": ["openid", "everything"]]) != nil)
        #expect(defect(["level": "any"]) != nil)
        #expect(defect(["authentication": "none"]) != nil)
        #expect(defect(["secretHash": "s3cret"]) != nil)
        #expect(defect(["authentication": "private_key_jwt"]) != nil)
        #expect(
            defect(["redirects": ["https://a.example/", "https://b.example/"]])?.contains("sector") == true)
        #expect(
            defect(["redirects": ["https://a.example/", "https://b.example/"], "sector": "a.example"]) == nil)
    }

    @Test func oneIdIsOneClient() {
        let twice: JSONValue = ["clients": [FederationHouse.client("a1"), FederationHouse.client("a1")]]
        #expect(throws: ClientDefect(client: "a1", message: "stands twice")) {
            try ClientList(json: twice.bytes)
        }
        #expect(throws: ClientDefect.self) {
            try ClientList(json: Array(#"{"clients":[],"clients":[]}"#.utf8))
        }
        #expect(throws: ClientDefect.self) { try ClientList(json: Array("[]".utf8)) }
    }
}
