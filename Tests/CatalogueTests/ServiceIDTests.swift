import Catalogue
import Testing

@Suite struct ServiceIDTests {
    @Test(arguments: ["police/temporary-identity-proof", "a/b", "1/2-3"])
    func twoSlugsMakeAnID(_ text: String) throws {
        let id = try #require(ServiceID(rawValue: text))

        #expect("\(id.department.rawValue)/\(id.slug)" == text)
    }

    @Test(arguments: [
        "", "/", "police", "police/", "/proof", "Police/proof", "police/proof/x", "police/..", "../proof",
        "police/-a", "police/a-", "police/a_b", "police/证明", "police/a b",
        "police/" + String(repeating: "a", count: 61),
    ])
    func everythingElseIsNone(_ text: String) {
        #expect(ServiceID(rawValue: text) == nil)
    }
}
