import Base
import Catalogue
import Documents
import Support
import Testing

@testable import Casework

/// What somebody who writes a service sees of it before anybody is offered it.
@Suite struct ServicePreviewTests {
    @Test func theSampleFillsThePaperOfEveryKindOfService() async throws {
        let house = try await CaseHouse(.sqlite)
        let services = house.catalogue.items.filter { $0.selfService && !$0.isBundle }
        let own = services.filter { $0.paper == nil }
        let standard = services.enumerated().filter { $0.offset % 60 == 0 }.map(\.element)

        for item in own + standard {
            let preview = ServicePreview(item, house.parts)
            let (png, fault) = try await preview.paper()
            #expect(fault == nil, "\(item.id.rawValue): \(String(describing: fault))")
            #expect(png?.starts(with: [0x89, 0x50, 0x4E, 0x47]) == true, "\(item.id.rawValue)")
            #expect(preview.pages.first == .service && preview.pages.last == .paper)
            #expect(preview.pages.allSatisfy { ServicePreview.Page($0.text) == $0 })
        }
    }

    @Test func nothingIsKeptOfIt() async throws {
        let house = try await CaseHouse(.sqlite)
        let item = try #require(house.catalogue[CaseHouse.residence])

        _ = try await ServicePreview(item, house.parts).paper()

        for table in ["cases", "case_numbers", "documents", "print_tickets"] as [StaticString] {
            #expect(try await house.count(table) == 0, "\(table)")
        }
        #expect(house.registers.asked.isEmpty, "no register was asked")
    }

    @Test func whatKeepsAPaperFromBeingDrawnIsSaidInWords() {
        let said: [(refused: DocumentRefused, what: String)] = [
            (.missingField("wage"), "The paper has a place for wage, which the service does not have"),
            (.unreadableValue(field: "wage"), "wage does not fit the format that the paper gives it"),
            (.missingGlyph(field: "wage"), "wage holds a character that cannot be printed"),
            (.unsafeText(field: "wage"), "wage holds a character that cannot be printed"),
            (.tooLong, "The paper is longer than 30 pages"),
            (.otherSubject, "The paper does not show its holder's name and number"),
        ]

        for (refused, what) in said {
            let fault = PaperFault(refused, in: "a/b/document.yml")
            #expect(fault?.what.english == what)
            #expect(fault?.description.hasPrefix("a/b/document.yml:1: \(what). ") == true)
        }
        #expect(PaperFault(.busy, in: "") == nil, "it is no fault of the layout")
    }

    @Test(arguments: ["", "question", "paper ", "PAPER", "../service"])
    func whatIsNoPageIsNone(_ text: String) {
        #expect(ServicePreview.Page(text) == nil)
    }

    @Test(arguments: TestEngine.available)
    func casesThatRunAreCountedByTheirVersion(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        _ = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        let version = try #require(house.catalogue[CaseHouse.endorsement]?.version)

        #expect(try await RunningCases(house.parts)(CaseHouse.endorsement) == [version: 1])
        #expect(try await RunningCases(house.parts)(CaseHouse.residence) == [:])
    }
}
