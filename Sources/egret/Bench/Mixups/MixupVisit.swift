import Base
import HTTPTypes
import NIOCore
import Stations
import Terminal
import Web

/// One citizen's visit: presses what is on the page, gives up, comes back, walks away.
struct MixupVisit {
    /// How a visit ended.
    enum End: String {
        /// The screen said that the paper is out.
        case paper
        /// She left before.
        case left
        /// The house said no, and why.
        case refused
        /// The terminal stopped itself.
        case stopped
        /// Nothing explains why there was no paper.
        case lost
    }

    /// Pages in one visit, before even the most patient leaves; and looks at one that asks to wait.
    private static let stepsMax = 150
    private static let waitsMax = 5_000
    private static let trailMax = 8
    /// A foreign system that rests does so for ten seconds.
    private static let startsMax = 30
    private static let own = "police/temporary-identity-proof"
    /// One in which a mother may act.
    private static let others = "insurance/participation-proof"
    private static let answers = [
        "reason": ["lost", "forgotten", "renewing"], "place": ["hotel", "train", "flight"],
        "purpose": ["housing", "schooling", "other"], "receiver": [""],
    ]

    let terminal: MixupTerminal
    let person: MixupPeople.Person
    /// For whom she comes, when not for herself.
    let ward: MixupPeople.Person?
    let stage: MixupStage
    let chance: MixupChance
    /// A case and the cookies of the person before, as they still stand in the browser's memory.
    let former: MixupBrowser.Memory?

    private var browser: MixupBrowser
    private var caseNumber: String?
    private var starts = 0
    /// Status and title of the last pages that led nowhere, the newest last.
    private(set) var trail: [String] = []

    init(
        _ person: MixupPeople.Person, for ward: MixupPeople.Person? = nil, at terminal: MixupTerminal,
        stage: MixupStage, chance: MixupChance,
        former: MixupBrowser.Memory?, isWiped: Bool
    ) {
        self.terminal = terminal
        self.person = person
        self.ward = ward
        self.stage = stage
        self.chance = chance
        self.former = former
        browser = MixupBrowser(terminal: terminal, world: stage.world, cookie: isWiped ? nil : former?.cookie)
    }

    var service: String { ward == nil ? Self.own : Self.others }

    /// What stays in the browser after the visit, for those who come later.
    var memory: MixupBrowser.Memory { MixupBrowser.Memory(cookie: browser.cookie, caseNumber: caseNumber) }

    var lastBrowser: MixupBrowser { browser }

    mutating func run() async -> End {
        var place = "/"
        var (steps, waits) = (0, 0)
        while steps < Self.stepsMax, waits < Self.waitsMax {
            steps += 1
            if !terminal.isOn {
                guard (try? await terminal.start()) != nil else { return .lost }
                browser.forget()
                place = "/"
            }
            if terminal.agent?.stopped != nil { return .stopped }
            do {
                switch try await step(place) {
                case .go(let next): place = next
                case .wait(let same):
                    place = same
                    steps -= 1
                    waits += 1
                case .end(let end): return end
                }
            } catch is MixupTerminal.Off {
                continue
            } catch {
                stage.truth.error("step: \(error)")
                return .lost
            }
        }
        return person.isLiedAbout ? .refused : .lost
    }

    private enum Next {
        case go(String)
        /// The same page again, which asked for patience.
        case wait(String)
        case end(End)
    }

    private mutating func step(_ place: String) async throws -> Next {
        if stage.faults.comes(\.agentRestart, "agent-restart", chance) {
            terminal.kill()
            throw MixupTerminal.Off()
        }
        await formerPersonsForm()
        let path = String(place.prefix { $0 != "?" })
        let parts = path.split(separator: "/").map(String.init)
        switch (parts.first, parts.dropFirst().last) {
        case (nil, _): return try await begin()
        case ("identification", nil): return try await press("/identification/way", ["way": "code"])
        case ("identification", "card"): return try await press("/terminal/card", [:])
        case ("identification", "code"): return try await code()
        case ("acting", _): return try await choose()
        case ("cases", "opening"): return try await press("/cases", [:])
        case ("cases", "again"): return try await press("/cases", ["anew": "yes"])
        case ("terminal", "printing"): return try await look("/terminal/printing")
        case ("cases", let last): return try await onCase(parts[1], last ?? "", place)
        default: return .go("/")
        }
    }

    /// From the front page to the first question: who are you.
    private mutating func begin() async throws -> Next {
        starts += 1
        guard starts <= Self.startsMax else { return .end(person.isLiedAbout ? .refused : .lost) }
        _ = try await browser.open("/")
        if chance.happens(stage.faults.rates.storm) {
            stage.faults.note("storm.session")
            await stage.storm.gather()
        }
        return try await press("/services/\(service)/start" + (ward == nil ? "" : "?whom=another"), [:])
    }

    /// Says for whom she is there: the one name of the list.
    private mutating func choose() async throws -> Next {
        let list = try await browser.post("/acting", ["whom": "child"], key: Token(stage.world).rawValue)
        findings(on: list)
        guard let choice = list.text.firstMatch(of: /name="choice" value="([0-9a-f]{32})"/) else {
            return await after(list)
        }
        return try await press("/acting/choice", ["kind": "child", "choice": String(choice.1)])
    }

    private mutating func code() async throws -> Next {
        guard let code = stage.foreign.takeCode(person.phone) else {
            return try await press("/identification/code/sending", [:])
        }
        return try await press("/identification/code", ["code": code])
    }

    private mutating func onCase(_ number: String, _ last: String, _ place: String) async throws -> Next {
        caseNumber = number
        if let options = Self.answers[last] {
            return try await press("/cases/\(number)/questions/\(last)", ["answer": chance.pick(options)])
        }
        switch last {
        case "check":
            let page = try await browser.open("/cases/\(number)/check?show=all")
            guard page.status == 200 else { return await after(page) }
            findings(on: page)
            if chance.happens(stage.faults.rates.storm) {
                stage.faults.note("storm.submission")
                await stage.storm.gather()
            }
            return try await press("/cases/\(number)/submission", [:])
        case "paper": return try await paper(number, place)
        default: return try await look(place)
        }
    }

    private mutating func paper(_ number: String, _ place: String) async throws -> Next {
        let page = try await browser.open(place)
        guard page.status == 200 else { return await after(page) }
        findings(on: page)
        let text = page.text
        if text.contains("/rating") {
            if !stage.truth.hasPaper(ofCase: number) {
                stage.truth.wrong("the screen says that the paper of \(number) is out, and it is not")
            }
            return .end(.paper)
        }
        guard text.contains("action=\"/terminal/print\"") else {
            try await stage.world.sleep(.milliseconds(50))
            return .wait("/cases/\(number)/paper")
        }
        return try await press("/terminal/print", ["case": number])
    }

    /// Opens a page and goes where it leads.
    private mutating func look(_ place: String) async throws -> Next {
        let page = try await browser.open(place)
        findings(on: page)
        if page.status == 200, place.hasPrefix("/terminal/printing") {
            try await stage.world.sleep(.milliseconds(15))
            return .wait(place)
        }
        if page.status == 200, page.text.contains("/record\"") {
            try await stage.world.sleep(.milliseconds(30))
            return try await press(place + "/record", [:])
        }
        return await after(page)
    }

    /// Presses a button, sometimes twice, and sometimes walks away while it works.
    private mutating func press(_ action: String, _ fields: [String: String]) async throws -> Next {
        let key = Token(stage.world).rawValue
        if stage.faults.comes(\.pressedTwice, "pressed-twice", chance) {
            browser.postAlongside(action, fields, key: key)
        }
        if stage.faults.comes(\.leftInMidRequest, "left-in-mid-request", chance) {
            browser.postAlongside(action, fields, key: key)
            try await stage.world.sleep(chance.upTo(.milliseconds(30)))
            return .end(.left)
        }
        let answer = try await browser.post(action, fields, key: key)
        findings(on: answer)
        return await after(answer)
    }

    /// Where an answer leads; who is told to try again takes a breath first.
    private mutating func after(_ answer: MixupAnswer) async -> Next {
        if let location = answer.location { return .go(location) }
        let title = answer.text.split(separator: "<title>").dropFirst().first?.prefix { $0 != "<" } ?? ""
        trail = trail.suffix(Self.trailMax - 1) + ["\(answer.status) \(title)"]
        // Told that this service has stopped at this machine, nobody waits there.
        if answer.status == 503, await isStoppedHere() { return .end(person.isLiedAbout ? .refused : .lost) }
        if answer.status >= 400 {
            try? await stage.world.sleep(.milliseconds(200) + chance.upTo(.milliseconds(400)))
        }
        switch answer.status {
        // Not known, not yet known well enough, or gone: from the front page, as the page says.
        case 401, 403, 404: return .go("/")
        case 429: return .end(.refused)
        // Unreachable, in flight, busy: the case's own page tells, and without a case the front page does.
        default: return .go(caseNumber.map { "/cases/\($0)" } ?? "/")
        }
    }

    private func isStoppedHere() async -> Bool {
        guard let id = terminal.agent?.terminalID, let house = stage.nodes.compactMap(\.house).first else {
            return false
        }
        let stopped = try? await house.stations.queries.servicesStopped(at: id)
        return stopped?.contains(service) ?? false
    }

    /// Nobody else's number or name stands on a page.
    private func findings(on page: MixupAnswer) {
        let others = MixupPeople.numbers(in: page.body.readableBytesView).subtracting(
            [person.number.text] + [ward?.number.text].compactMap(\.self))
        if others.contains(where: { stage.people.person(number: $0) != nil }) {
            stage.truth.wrong("a screen shows another person's number to person \(person.index)")
        }
        if !stage.people.names(in: page.text).subtracting([person.name] + [ward?.name].compactMap(\.self))
            .isEmpty
        {
            stage.truth.wrong("a screen shows another person's name to person \(person.index)")
        }
    }

    /// What the person before had on her screen is sent again now: with her cookie, or as the page of a browser that
    /// was not wiped.
    private func formerPersonsForm() async {
        // Before somebody new has proved who she is, an unwiped browser is still the former person's.
        guard let former, let number = former.caseNumber, caseNumber != nil, number != caseNumber,
            stage.faults.comes(\.formerForm, "former-form", chance)
        else { return }
        let old = MixupBrowser(terminal: terminal, world: stage.world, cookie: former.cookie)
        let now = MixupBrowser(terminal: terminal, world: stage.world, cookie: browser.cookie)
        for page in [old, now] {
            let key = Token(stage.world).rawValue
            let answer =
                chance.happens(500)
                ? try? await page.post("/terminal/print", ["case": number], key: key)
                : try? await page.get("/cases/\(number)/check?show=all")
            if let answer { findings(on: answer) }
        }
        terminal.link.releaseHeld()
    }
}
