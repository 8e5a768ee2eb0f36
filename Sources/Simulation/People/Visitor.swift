import Foundation
import Sandbox

/// A person at a terminal: presses what is on the page, and now and then what she should not.
struct Visitor: Sendable {
    static let stepsMax = 60

    let person: Person
    /// Nil for who comes for herself.
    let errand: Errand?
    let screen: Screen
    let city: City
    let dice: Dice
    let matter: Matter
    let way: String
    /// How often, of a thousand steps, she does something unexpected.
    let whims: Int

    private var stage: Stage { city.stage }

    /// The same person, for something else.
    func coming(for matter: Matter) -> Visitor {
        Visitor(
            person: person, errand: errand, screen: screen, city: city, dice: dice, matter: matter, way: way,
            whims: whims)
    }

    /// Comes, does what she came for, and goes.
    ///
    /// - Returns: Whether a paper came out for her, whether she left her visit open behind her, and whether something of hers
    ///   waits for its decision.
    func visit() async -> (isServed: Bool, isOpen: Bool, isHandedIn: Bool) {
        guard let first = await arrive() else { return (false, false, false) }
        var page: Page? = first
        var isServed = false
        for _ in 0..<Self.stepsMax {
            guard let here = page else {
                // The machine is out; whoever is patient waits until it shows its first page again.
                page = await arrive()
                if page == nil { return (isServed, true, false) }
                continue
            }
            if here.saysItIsOut { isServed = true }
            if isServed, !dice.happens(300) { break }
            if here.saysItIsBeingDecided { return (isServed, await !leave(), true) }
            if dice.happens(whims) {
                switch await whim(here) {
                case .gone(let isOpen): return (isServed, isOpen, false)
                case .page(let other):
                    page = other
                    continue
                case .nothing: break
                }
            }
            try? await stage.scheduler.sleep(dice.between(.milliseconds(200), .seconds(2)))
            page = await step(here)
        }
        return (isServed, await !leave(), false)
    }

    /// Waits for the first page of a machine that is at work.
    private func arrive() async -> Page? {
        for _ in 0..<20 {
            if let page = await screen.open("/"),
                !matter.isOnFirstPage || page.links.contains(matter.service), page.status == 200
            {
                return page
            }
            try? await stage.scheduler.sleep(.seconds(2))
        }
        return nil
    }

    /// Presses "end"; a person whose paper is on its way waits a little for it.
    ///
    /// - Returns: Whether her visit is over; otherwise she has walked off and left her paper to the machine.
    private func leave() async -> Bool {
        for _ in 0..<10 {
            guard let page = await screen.send(Page.Form(action: "/terminal/end")) else { return true }
            guard page.path.hasPrefix("/terminal/printing") else { return true }
            try? await stage.scheduler.sleep(.seconds(2))
        }
        return false
    }

    /// What a person does who understands the page.
    private func step(_ page: Page) async -> Page? {
        if page.saysItIsOut { return await taken(page) }
        if let form = page.form("/services/") {
            let other = page.forms.first { $0.action.hasSuffix("?whom=another") }
            return await screen.send(errand == nil ? form : other ?? form)
        }
        if let form = page.forms.first(where: { $0.action == "/acting" }) {
            return await screen.send(form, ["whom": errand?.kind ?? "self"])
        }
        if let form = page.form("/acting/choice"), let choice = form.buttons["choice"]?.first {
            return await screen.send(form, ["choice": choice])
        }
        if let form = page.form("/identification/way") { return await screen.send(form, ["way": way]) }
        if let form = page.form("/terminal/card") {
            screen.reader.lay(person)
            return await screen.send(form)
        }
        if let form = page.form("/terminal/face") {
            let isAnother = dice.happens(whims / 2)
            screen.camera.look(at: isAnother ? city.ground.city.citizens[dice.below(20)] : person)
            return await screen.send(form)
        }
        if let form = page.form("/identification/consent") { return await screen.send(form, ["face": "yes"]) }
        if let form = page.forms.first(where: { $0.action == "/identification/code" }) {
            return await typeCode(form, page)
        }
        if let form = page.forms.first(where: { $0.action.hasSuffix("/corrections") }) {
            return await pressed(form)
        }
        if let question = page.asked { return await screen.open(question) }
        if let form = page.forms.first(where: { $0.action.hasSuffix("/refusal") }) {
            return await screen.send(form)
        }
        if let form = page.forms.first(where: { $0.action.hasSuffix("/appointment") }) {
            return await pressed(form, form.choices.mapValues(wish))
        }
        if page.path == "/\(matter.id)",
            let form = page.forms.first(where: { $0.action.hasSuffix(Matter.visit.service) })
        {
            return await screen.send(form)
        }
        if let link = seat(page) { return await screen.open(link) }
        if let form = page.forms.first(where: { $0.action.contains("/questions/") }) {
            return await screen.send(form, ["answer": answer(form)])
        }
        if let form = page.forms.first(where: { $0.action.hasSuffix("/submission") }) {
            return await submit(form)
        }
        if let form = page.form("/terminal/print") { return await pressed(form) }
        if let form = page.forms.first(where: { $0.action.hasSuffix("/rating") }) {
            return await screen.send(form, ["level": "\(1 + dice.below(5))"])
        }
        if let form = page.forms.first(where: { $0.action == "/cases" || $0.action.hasSuffix("/record") }) {
            return await screen.send(form)
        }
        return await goOn(page)
    }

    /// Goes on to the rating, or finds the paper spoiled and asks for another.
    private func taken(_ page: Page) async -> Page? {
        if let form = page.form("/terminal/print"), dice.happens(whims / 2) { return await pressed(form) }
        return await goOn(page)
    }

    /// Follows where a page without a question leads.
    private func goOn(_ page: Page) async -> Page? {
        if page.path == "/" { return await screen.open(matter.service) }
        if page.path.hasPrefix("/terminal/printing") || page.sheet != nil, !page.saysItIsOut {
            try? await stage.scheduler.sleep(.seconds(1))
            return await screen.open(page.path)
        }
        if page.saysItIsOut, let link = page.taken { return await screen.open(link) }
        if let link = page.links.first(where: Sheet.isLetter), dice.happens(300) {
            return await screen.open(link)
        }
        if page.status == 200,
            let link = page.links.first(where: { $0.hasPrefix("/identification") || $0 == "/acting" })
        {
            return await screen.open(link)
        }
        try? await stage.scheduler.sleep(.seconds(1))
        if let number = page.caseNumber, dice.happens(600) { return await screen.open("/cases/\(number)") }
        return await screen.open("/")
    }

    private func typeCode(_ form: Page.Form, _ page: Page) async -> Page? {
        guard let code = await city.code(for: person) else {
            try? await stage.scheduler.sleep(.seconds(2))
            return await screen.open("/identification/code")
        }
        guard dice.happens(whims / 2) else { return await screen.send(form, ["code": code]) }
        switch dice.below(4) {
        case 0: return await screen.send(form, ["code": "000000"])
        case 1:
            // A code that she sees on the phone of somebody who may be asked for it after her.
            try? await stage.scheduler.sleep(.seconds(Int64(dice.below(12))))
            let other = await city.code(besides: person) ?? "123456"
            return await screen.send(form, ["code": other])
        case 2:
            guard let used = city.witness.usedCode(of: person, dice) else { return page }
            return await screen.send(form, ["code": used])
        default: return await guess(form, code)
        }
    }

    /// Tries numbers, and then the right one.
    private func guess(_ form: Page.Form, _ code: String) async -> Page? {
        var (form, page) = (form, Page?.none)
        for number in ["111111", "222222", "333333", "444444", code] {
            page = await screen.send(form, ["code": number])
            guard let next = page?.forms.first(where: { $0.action == "/identification/code" }) else {
                // Once no code is asked for any more, an old page still has its button.
                form.fields["idempotency_key"] = city.freshKey()
                continue
            }
            form = next
        }
        return page
    }

    private func answer(_ form: Page.Form) -> String {
        let choices = form.choices["answer", default: []]
        let question = form.action.split(separator: "/").last.map(String.init) ?? ""
        return choices.isEmpty ? matter.typed(question, by: person) : dice.pick(choices)
    }

    /// The first that is free, as most people want it, so that they want the same.
    private func wish(_ choices: [String]) -> String { dice.happens(600) ? choices[0] : dice.pick(choices) }

    /// Where a page leads on which places or days can be chosen; away from a place that has no day left.
    private func seat(_ page: Page) -> String? {
        let words = page.path.split(separator: "?")
        guard words.first?.hasSuffix("/appointment") == true else { return nil }
        let days = page.links.filter { $0.contains("&day=") }
        guard days.isEmpty else { return wish(days) }
        let places = page.links.filter { $0.contains("/appointment?place=") }
        return places.isEmpty || words.count > 1 ? words.first.map(String.init) : wish(places)
    }

    private func submit(_ form: Page.Form) async -> Page? {
        let page = await pressed(form)
        if let page, page.status == 200, page.path.hasSuffix("/paper") || page.path.hasSuffix("/standing"),
            let number = page.caseNumber
        {
            city.witness.acknowledged(number, by: person, for: errand?.subject)
        }
        return page
    }

    /// Presses a button, sometimes twice.
    private func pressed(_ form: Page.Form, _ filled: [String: String] = [:]) async -> Page? {
        guard dice.happens(whims) else { return await screen.send(form, filled) }
        stage.trace.note(screen.node.name, "\(person.id) presses twice")
        async let first = screen.send(form, filled)
        async let second = screen.send(form, filled)
        let pages = await [first, second]
        let paths = Set(pages.compactMap { $0 }.filter { $0.status == 200 }.map(\.path))
        if form.action.hasSuffix("/submission"), paths.count > 1 {
            city.witness.report("I11", "two presses of \(form.action) lead to \(paths.sorted())")
        }
        return pages.compactMap { $0 }.max { $0.status > $1.status }
    }

    private enum Whim: Sendable {
        case nothing
        /// Walked off, without a word when her visit stays open.
        case gone(isOpen: Bool)
        case page(Page?)
    }

    /// Ends in the middle: with the button, before the answer to the last press has come, or by walking off.
    private func breakOff(_ page: Page) async -> Whim {
        stage.trace.note(screen.node.name, "\(person.id) breaks off")
        if dice.happens(150) { return .gone(isOpen: true) }
        if dice.happens(600), let form = page.forms.first(where: { $0.fields["idempotency_key"] != nil }) {
            let (screen, way) = (screen, way)
            _ = Task(executorPreference: stage.scheduler) {
                await screen.send(form, ["way": way, "code": ""])
            }
            try? await stage.scheduler.sleep(dice.between(.milliseconds(1), .seconds(2)))
        }
        return .gone(isOpen: await !leave())
    }

    private func whim(_ page: Page) async -> Whim {
        switch dice.below(8) {
        case 0:
            return await breakOff(page)
        case 1:
            guard let link = page.links.isEmpty ? nil : dice.pick(page.links) else { return .nothing }
            return .page(await screen.open(link))
        case 2:
            // A case that somebody has left in the address bar of this or another machine.
            guard let number = city.witness.someCase(dice) else { return .nothing }
            let places = ["", "/paper", "/receipt", "/acceptance", "/refusal", "/check", "/rating"]
            return .page(
                await screen.open(
                    "/cases/\(number)"
                        + dice.pick(stage.plan.hasVisits ? places + ["/appointment"] : places)))
        case 3:
            guard let number = city.witness.someCase(dice), let own = page.form("/terminal/print") else {
                return .nothing
            }
            return .page(await screen.send(own, ["case": number]))
        case 4:
            screen.reader.lay(nil)
            return .nothing
        case 5:
            // The same button as an earlier press, here or elsewhere, down to its key.
            guard let form = page.forms.first(where: { $0.fields["idempotency_key"] != nil }),
                let key = city.witness.someKey(dice)
            else { return .nothing }
            return .page(await screen.send(form, ["idempotency_key": key]))
        case 6:
            // Somebody calls; how long, decides what is still there afterwards.
            try? await stage.scheduler.sleep(.seconds(dice.pick([10, 10, 10, 70, 130])))
            return .nothing
        default:
            return .page(await screen.open(page.path))
        }
    }
}
