import Sandbox
import Support
import Testing

/// Nobody learns at a terminal who is known to the house.
@Suite(.serialized) struct EnumerationTests {
    @Test("ASVS 6.3.8: after her card a person with a phone and one without read the same page")
    func afterTheCardBothReadTheSame() async throws {
        try await WholeHouse.run(.sqlite) { whole, citizen in
            var pages: [Citizen.Page] = []
            for id in ["chen-jing", "elder-88"] {
                let person = try #require(whole.box.city.citizen(id: id))
                try await citizen.lay(person)
                pages.append(try await citizen.press(citizen.begin("code"), "/terminal/card"))
                #expect((try await citizen.code(for: person) != nil) == (person.phone != nil))
                _ = try await citizen.leave()
            }

            #expect(pages[0].status == 200 && pages[0].text.form("/identification/code") != nil)
            #expect(pages[1].status == pages[0].status)
            #expect(pages[1].path == pages[0].path)
            #expect(pages[1].text.words == pages[0].text.words)
        }
    }
}
