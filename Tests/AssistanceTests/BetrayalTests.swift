import Base
import Storage
import Support
import Testing
import Web

@testable import Assistance
@testable import Identity

/// The second look at a page, and what masking does to its parts.
@Suite struct BetrayalTests {
    @Test(arguments: TestEngine.available)
    func aPageThatHoldsThePersonIsFoundHoweverSheIsWritten(_ engine: TestEngine) async throws {
        let house = try await HelpHouse(engine)
        let token = try await house.visit()
        let (known, _) = try await house.prove(HelpHouse.other, in: token)
        let number = try CitizenNumber(HelpHouse.other)

        for word in ["陈静", "陈*", number.text, number.masked] {
            let page = element("p") { "a \(word) b" }.bytes
            #expect(
                try await house.verbs.betrayal(in: page, token: known, at: house.terminals[0]), "\(word)")
        }
        let page = element("p") { "陈 · \(Masking.mark)" }.bytes
        #expect(try await !house.verbs.betrayal(in: page, token: known, at: house.terminals[0]))
        #expect(try await !house.verbs.betrayal(in: page, token: nil, at: house.terminals[0]))
    }

    @Test(arguments: TestEngine.available)
    func thePersonSheActsForIsFoundAsWell(_ engine: TestEngine) async throws {
        let house = try await HelpHouse(engine)
        let (known, _) = try await house.prove(HelpHouse.other, in: house.visit())
        let visit = try await house.identity.current(token: known, terminal: house.terminals[0])
        let child = Citizen(
            id: Token(house.world), number: try CitizenNumber("350203201601011233"), name: "陈小明", phone: nil)
        try await house.engine.write { [house] db in
            try CitizenStore.insert(child, vault: house.vault, at: house.world.now(), in: db)
        }
        let page = element("p") { "陈小明" }.bytes
        #expect(try await !house.verbs.betrayal(in: page, token: known, at: house.terminals[0]))

        house.subjects[visit.id] = child.id

        #expect(try await house.verbs.betrayal(in: page, token: known, at: house.terminals[0]))
    }

    @Test func maskedPartsSayNothingOfWhatTheyHeld() {
        let parts = Masking.$isOn.withValue(true) {
            fragment {
                HTML.typed("陈静")
                Field(.text, name: "a", label: "A", value: "陈静").html
                Field(.paragraph(rows: 2), name: "b", label: "B", value: "陈静").html
                Field(.date, name: "c", label: "C", value: "1990-06-15").html
                Field(.code(length: 6), name: "d", label: "D").html
                Choice(name: "e", label: "E", options: [.init("x", "X")], chosen: "x").html
            }.string
        }

        #expect(!parts.contains("陈静") && !parts.contains("1990") && !parts.contains("checked"))
        #expect(parts.contains("<bdi>\(Masking.mark)</bdi>"))
        #expect(parts.matches(of: /type="password"/).count == 2, "what is typed is not read back")
        #expect(HTML.typed("陈静").string == "<bdi>陈静</bdi>", "and only while it is on")
    }
}
