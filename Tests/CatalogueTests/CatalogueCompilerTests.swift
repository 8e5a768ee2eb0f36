import Base
import Catalogue
import Foundation
import Testing

@Suite struct CatalogueCompilerTests {
    struct Break: Sendable, CustomTestStringConvertible {
        let old: String
        let new: String
        let message: String
        let testDescription: String
        /// A key that is missing has no place of its own: what is named is the file's first value.
        let isAtTop: Bool

        init(_ old: String, _ new: String, _ message: String, isAtTop: Bool = false) {
            self.old = old
            self.new = new
            self.message = message
            testDescription = message
            self.isAtTop = isAtTop
        }
    }

    /// A paper with one answer under a label.
    private static func paper(_ places: String, _ question: String, _ label: String, _ message: String)
        -> Break
    {
        let answer = "{question: \(question), label: \(label), english: E}"
        return Break(
            "assurance: substantial",
            "paper: {statement: \"证\(places)\", english: P, answers: [\(answer)]}\nassurance: substantial",
            message)
    }

    private static let others = "  - [phone]\n  - [network]\n"
    static let breaks: [Break] = [
        Break("minutes: 3\nregisters", "minuets: 3\nregisters", "The key \"minuets\" is not known here"),
        Break(
            "selfService: true", "# selfService: true", "The key \"selfService\" is missing", isAtTop: true),
        Break("version: 3", "version: one", "A whole number is expected"),
        Break(
            "  - id: place\n", "  - id: place\n    prefill: police/residents.address\n    otherwise: paper\n",
            "Nobody looks at the paper of a service that is decided by rule"),
        Break("minutes: 3\nregisters", "minutes: 61\nregisters", "A whole number is expected"),
        Break("selfService: true", "selfService: yes", "true or false is expected"),
        Break("handling: instant", "handling: someday", "The word is not one of those that are known"),
        Break(
            "11350200MBX900017M300", "11350200MBX900017X300", "are no unified social credit code (checkDigit)"
        ),
        Break("17M3002090001001", "17M300209000100", "An implementation code has 31 characters"),
        Break("17M3002090001001", "17M9002090001001", "An implementation code has 31 characters"),
        Break(", nan-Hant: 臨時身份證明}", "}", "The key \"nan-Hant\" is missing"),
        Break("en: My card is lost,", "en: \"\",", "A text is expected"),
        Break("  - [card, code]\n\(others)", "", "There is only one way to be identified"),
        Break("  - [card, code]", "  - [code, face]", "No terminal has a way through these factors"),
        Break("assurance: substantial", "assurance: high", "The set does not reach the assurance high"),
        Break("  - [card, code]", "  - [phone, network]", "No terminal has a way through these factors"),
        Break(
            "  - [card, code]\n  - [phone]\n", "",
            "Without a face there is only the national network identity service"),
        Break("  - [card, code]\n\(others)", "  - [face, card]\n", "There is only one way to be identified"),
        Break(
            "  - police/residents.address", "  - police/residents.wealth",
            "The field is not among those asked of the register"),
        Break(
            "resource: police/residents", "resource: police", "A register is named <department>/<resource>"),
        Break("picture: take-identity-proof.svg", "picture: nowhere.svg", "The picture is not in guide/"),
        Break("picture: take-identity-proof.svg", "picture: ../../secret.svg", "A picture is a file name"),
        Break("  - id: place", "  - id: reason", "Two questions are called \"reason\""),
        Break("      - id: forgotten", "      - id: lost", "Two options are called \"lost\""),
        Break("    kind: choice", "    kind: text", "A question of kind text has no \"options\""),
        Break("name: {zh-Hans", "name: &n {zh-Hans", "Anchors (&) and aliases (*) are not read"),
        Break("  - [card, code]", "  - *pair", "Anchors (&) and aliases (*) are not read"),
        Break(
            "assurance: substantial", "representation: [aunt]\nassurance: substantial",
            "The word is not one of those that are known"),
        Break(
            "assurance: substantial", "representation: [child, child]\nassurance: substantial",
            "A kind of representation stands twice"),
        Break(
            "assurance: substantial", "representation: []\nassurance: substantial",
            "The list has 0 entries, and 1 at least are wanted"),
        Break("topics: [", "topics: none # [", "A list is expected"),
        Break(
            "selfService: true", "  remind: {daysBefore: 200}\nselfService: true",
            "A whole number is expected"),
        Break(
            "selfService: true", "  remind: {daysBefore: 30}\nselfService: true",
            "Nobody can be reminded 30 days before this ends"),
        Break("fields: [name, sex,", "fields: [name, wealth, sex,", "has no field wealth"),
        Break("resource: police/residents", "resource: police/nobody", "No department declares the register"),
        Break("  - police/residents.sex", "  - sex", "named <department>/<register>.<field>"),
        Break("  - prove-yourself", "  - prove-yourselves", "There is no shared step"),
        Break("act: prove", "act: conjure", "The word is not one of those that are known"),
        Break("object: identity", "object: Identity!", "An object is named by a-z"),
        Break(
            "  - id: place\n    kind: choice",
            "  - id: place\n    when: answer.place == 'hotel'\n    kind: choice",
            "answer.place is not known here"),
        Break(
            "  - id: reason\n    kind: choice",
            "  - id: reason\n    when: answer.place == 'hotel'\n    kind: choice",
            "answer.place is not known here"),
        Break(
            "  - id: place\n    kind: choice",
            "  - id: place\n    when: answer.reason == 'stolen'\n    kind: choice",
            "'stolen' is none of the options"),
        Break(
            "  - id: place\n    kind: choice",
            "  - id: place\n    when: police/residents.name > 3\n    kind: choice", "is compared with"),
        Break(
            "  - id: place\n    kind: choice", "  - id: place\n    otherwise: ask\n    kind: choice",
            "Nothing is prefilled here"),
        Break(
            "assurance: substantial",
            "paper: {statement: \"证{wealth}\", english: Proof}\nassurance: substantial",
            "The statement has a place for wealth"),
        paper("{name}{number}", "when", "时间", "No question is called when"),
        paper("{name}{number}{answer.place}", "place", "地点", "The statement says place already"),
        paper("{name}{number}", "place", "在哪里？", "A paper asks nothing"),
        Break("handling: instant", "handling: instant\nseveral: true", "Only what somebody decides"),
        Break(
            "assurance: substantial", "paper: {statement: 证, english: Proof}\nassurance: substantial",
            "There is a document.yml beside"),
        Break("version: 3", "version: 3\nversion: 4", "A key stands twice: version"),
        Break(
            "  kind: paper\n",
            "  kind: paper\n  changes: [{resource: police/residents, set: [{field: address, to: x}]}]\n",
            "A paper changes no register"),
        Break(
            "  kind: paper\n",
            "  kind: register\n  changes: [{resource: fund/contributions, set: [{field: employer, to: x}]}]\n",
            "The register is another department's"),
        Break(
            "  kind: paper\n",
            "  kind: register\n  changes: [{resource: police/nobody, set: [{field: employer, to: x}]}]\n",
            "No department declares the register"),
        Break(
            "  kind: paper\n",
            "  kind: register\n  changes: [{resource: police/residents, set: [{field: wealth, to: x}]}]\n",
            "police/residents has no field wealth that can be written"),
        Break(
            "  kind: paper\n",
            "  kind: register\n  changes: [{resource: police/residents, set: [{field: number, to: x}]}]\n",
            "police/residents has no field number that can be written"),
        Break(
            "  kind: paper\n",
            "  kind: register\n  changes: [{resource: police/residents, set: [{field: birthDate, to: soon}]}]\n",
            "A day is expected"),
        Break(
            "  kind: paper\n",
            "  kind: register\n  changes: [{resource: police/residents, set: [{field: address, to: answer.nothing}]}]\n",
            "No question is called \"nothing\""),
        Break(
            "  kind: paper\n",
            "  kind: register\n  changes: [{resource: police/residents, set: [{field: birthDate, to: answer.reason}]}]\n",
            "The answer to \"reason\" is no date"),
        Break(
            "  - id: place\n    kind: choice",
            "  - id: place\n    check: police/residents.wealth\n    kind: choice",
            "The field is not among those asked of the register"),
        Break(
            "  - id: place\n    kind: choice",
            "  - id: place\n    check: police/residents.address\n    prefill: police/residents.address\n    kind: choice",
            "What a register answers is not asked and compared"),
        Break(
            "result:\n", "  lines: [{when: answer.reason == 'lost'}]\nresult:\n",
            "A line of a fee is a sum or a register's field"),
        Break(
            "result:\n",
            "  lines: [{when: answer.reason == 'lost', amount: police/residents.address}]\nresult:\n",
            "The field is no sum"),
        Break(
            "result:\n", "  lines: [{when: answer.money == 'lost', fen: 100}]\nresult:\n",
            "answer.money is not known here"),
        Break(
            "  kind: paper\n", "  kind: paper\n  validity: [{when: answer.reason == 'lots', days: 3}]\n",
            "'lots' is none of the options"),
        Break(
            "  kind: paper\n", "  kind: paper\n  validity: [{when: answer.reason == 'lost'}]\n",
            "Here the paper does not end, and document.yml names {validUntil}"),
        Break(
            "  validityDays: 30\n", "", "The result has no validityDays, and document.yml names {validUntil}"),
        Break(
            "  kind: paper\n",
            "  kind: paper\n  validity: [{when: answer.reason == 'lost', days: 3, until: today+12months}]\n",
            "A paper ends after days or on a day"),
        Break(
            "  kind: paper\n",
            "  kind: paper\n  validity: [{when: answer.reason == 'lost', until: police/residents.address+3}]\n",
            "police/residents.address is no day that a register or the person is asked for"),
        Break(
            "  kind: paper\n",
            "  kind: register\n  changes: [{resource: police/residents, set: [{field: birthDate, to: today+x}]}]\n",
            "A day is expected"),
        Break(
            "  kind: paper\n",
            "  kind: register\n  changes: [{resource: police/residents, set: [{field: birthDate, to: police/residence-permits.endorsedUntil+12months}]}]\n",
            "police/residence-permits.endorsedUntil is no day that a register or the person is asked for"),
        Break(
            "  kind: paper\n",
            "  kind: register\n  changes: [{resource: police/residents, set: [{field: address, to: x}, {field: address, to: y}]}]\n",
            "The field stands twice"),
        Break(
            "  kind: paper\n",
            "  kind: register\n  changes: [{resource: police/residents, set: [{field: address, to: x, when: answer.reason == 'lots'}]}]\n",
            "'lots' is none of the options"),
        Break(
            "  kind: paper\n", "  kind: licence\n  licence: crown\n", "No type of licence is called \"crown\""
        ),
        Break(
            "  kind: paper\n", "  kind: paper\n  licence: identity-card\n",
            "A paper has no licence's identifier"),
        Break("  - [card, code]", "  - [card, code", "This is not YAML"),
        Break("My card is lost", "My card is \u{202E}lost", "control, direction or invisible character"),
    ]

    @Test func readsTheProjectsOwnServices() throws {
        let catalogue = try Catalogue.load(Repository.services)

        #expect(catalogue.items.count >= 3)
        #expect(Set(catalogue.items.map(\.department)).count >= 3)
        #expect(catalogue.items.map(\.id) == catalogue.items.map(\.id).sorted())
    }

    @Test func theMostSensitiveServiceLetsNobodyActForAnother() throws {
        let catalogue = try Catalogue.load(Repository.services)
        let kinds = Dictionary(
            uniqueKeysWithValues: catalogue.items.map { ($0.id.rawValue, $0.representation) })

        #expect(kinds["police/temporary-identity-proof"] == [])
        #expect(kinds["insurance/participation-proof"] == [.child, .parent, .mandate])
        #expect(kinds["fund/deposit-proof"] == [.mandate])
        #expect(catalogue.representation?.legalBasis(.child).isEmpty == false)
    }

    @Test func withoutTheRulesNobodyActsForAnother() throws {
        let folder = try ServicesFolder()
        try FileManager.default.removeItem(at: folder.url.appending(path: "representation.yml"))

        let defects = try #require(
            #expect(throws: CatalogueDefects.self) { try Catalogue.load(folder.url) }
        ).defects
        #expect(defects.count == 2)
        #expect(defects.allSatisfy { $0.message.english.contains("representation.yml is missing") })
    }

    @Test(arguments: [
        ("belowAge: 14", "belowAge: 40", "A whole number is expected"),
        ("fromAge: 60", "fromAge: 18", "A whole number is expected"),
        ("daysMax: 365", "daysMax: 0", "A whole number is expected"),
        ("register: police/relations", "register: police", "A register is named <department>/<resource>"),
        ("actorFromAge: 18", "actorAge: 18", "The key \"actorAge\" is not known here"),
    ])
    func rulesThatCannotBeAreNamedByLine(old: String, new: String, message: String) throws {
        let folder = try ServicesFolder()
        let line = try folder.replace(old, with: new, in: "representation.yml")

        let defects = try #require(
            #expect(throws: CatalogueDefects.self) { try Catalogue.load(folder.url) }
        ).defects
        #expect(
            defects.contains {
                $0.file == "representation.yml" && $0.line == line && $0.message.english.contains(message)
            }, "\(defects)")
    }

    @Test(arguments: [
        ("root: 1.2.156.3005.2", "root: GB36904", "This is no object identifier"),
        ("code: 11350200MBX900017M001", "code: 11350200MBX900018M001", "A type's code is a credit code"),
        ("id: taiwan-permit", "id: hk-macau-permit", "Two types are called hk-macau-permit"),
        ("id: taiwan-permit", "id: Taiwan", "A type is named by a-z"),
    ])
    func howLicencesCannotBeNamedIsNamedByLine(old: String, new: String, message: String) throws {
        let folder = try ServicesFolder()
        let line = try folder.replace(old, with: new, in: "licences.yml")

        let defects = try defects(of: folder)
        #expect(
            defects.contains {
                $0.file == "licences.yml" && $0.line == line && $0.message.english.contains(message)
            }, "\(defects)")
    }

    @Test func aLicenceIsCalledByItsTypeItsIssuerAndItsCase() throws {
        let catalogue = try Catalogue.load(Repository.services)
        let licences = catalogue.items.filter { $0.result.kind == .licence }
        let identifiers = licences.compactMap {
            $0.licenceIdentifier(of: $0.implementationCode + "202611280001")
        }

        #expect(licences.count >= 23 && Set(identifiers).count == licences.count, "one day, one number each")
        for identifier in identifiers {
            #expect(try LicenceIdentifier(identifier.description, root: "1.2.156.3005.2") == identifier)
        }
        for item in licences {
            let layout = item.paper?.layout(named: item.name, ends: true, isLicence: true) ?? item.layout
            #expect(layout?.contains("{licenceIdentifier}") == true, "\(item.id.rawValue)")
        }
        let other = try #require(catalogue.items.first { $0.result.kind == .paper })
        #expect(other.licenceIdentifier(of: other.implementationCode + "202611280001") == nil)
    }

    @Test func composesTheImplementationCodeOfItsParts() throws {
        let id = try #require(ServiceID(rawValue: "police/temporary-identity-proof"))
        let item = try #require(try Catalogue.load(Repository.services)[id])

        #expect(item.actingBody.text == "11350200MBX900017M")
        #expect(item.basicCode.count == 12)
        #expect(item.implementationCode == item.actingBody.text + "3" + item.basicCode)
        #expect(item.name[.minnan] == "臨時身份證明")
    }

    @Test(arguments: breaks) func aBrokenLineIsNamedWithItsPlaceAndARemedy(_ broken: Break) throws {
        let folder = try ServicesFolder()
        let line = try folder.replace(broken.old, with: broken.new)

        let defects = try defects(of: folder)

        let defect = try #require(
            defects.first { $0.message.english.contains(broken.message) }, "\(defects.map(\.description))")
        #expect(defect.file == ServicesFolder.service)
        let place = broken.isAtTop ? 2 : line
        #expect(abs(defect.line - place) <= 8, "line \(defect.line) is far from \(place)")
        #expect(defect.remedy.english.count > 5)
    }

    @Test func reportsEveryDefectOfAFileAtOnce() throws {
        let folder = try ServicesFolder()
        _ = try folder.replace("version: 3", with: "version: zero")
        _ = try folder.replace("handling: instant", with: "handling: later")
        _ = try folder.replace("picture: take-identity-proof.svg", with: "picture: gone.svg")

        #expect(try defects(of: folder).count == 3)
    }

    @Test func twoServicesMayNotShareACode() throws {
        let folder = try ServicesFolder()
        let other = "insurance/participation-proof/service.yml"
        _ = try folder.replace(
            "11350200MBX900025G3002014002001", with: "11350200MBX900017M3002090001001", in: other)

        let files = try defects(of: folder).map(\.file)

        #expect(Set(files) == [ServicesFolder.service, other])
    }

    @Test func aServiceAtTheTerminalNeedsItsPaper() throws {
        let folder = try ServicesFolder()
        try FileManager.default.removeItem(
            at: folder.url.appending(path: "police/temporary-identity-proof/document.yml"))

        #expect(try defects(of: folder).map(\.message) == ["There is no document.yml beside the service"])

        _ = try folder.replace("channels: [terminal, desk]", with: "channels: [desk]")
        #expect(try Catalogue.load(folder.url).items.count >= 3)
    }

    @Test func aFileOfAMegabyteIsNotParsed() throws {
        let folder = try ServicesFolder()
        try folder.write(try folder.text() + "\n# " + String(repeating: "x", count: 1_000_000))

        #expect(try defects(of: folder).map(\.message) == ["The file is too large"])
    }

    @Test func aThousandfoldNestingEndsInADefect() throws {
        let folder = try ServicesFolder()
        try folder.write(String(repeating: "[", count: 60_000))

        #expect(try defects(of: folder).count == 1)
    }

    @Test func bytesThatAreNotTextEndInADefect() throws {
        let folder = try ServicesFolder()
        try Data([0xFF, 0xFE, 0x00, 0xD8]).write(to: folder.url.appending(path: ServicesFolder.service))

        #expect(try defects(of: folder).map(\.message) == ["The file is not UTF-8 text"])
    }

    @Test func aFolderWithoutADepartmentIsNotLeftOutInSilence() throws {
        let folder = try ServicesFolder()
        try folder.write("version: 1", to: "ghosts/haunting/service.yml")

        #expect(try defects(of: folder).map(\.file) == ["ghosts"])
    }

    @Test func aPictureThatRunsIsRefused() throws {
        let folder = try ServicesFolder()
        try folder.write("<svg><script>alert(1)</script></svg>", to: "guide/put-card.svg")

        #expect(try defects(of: folder).allSatisfy { $0.message.english.contains("<script") })
    }

    private func defects(of folder: ServicesFolder) throws -> [CatalogueDefect] {
        let thrown = #expect(throws: CatalogueDefects.self) { try Catalogue.load(folder.url) }
        return try #require(thrown).defects
    }
}
