import Foundation
import Sandbox

/// A person at a terminal: presses what is on the page, and now and then what she should not.
struct Visitor: Sendable {
    static let services = [
        "/services/police/temporary-identity-proof", "/services/insurance/participation-proof",
        "/services/fund/deposit-proof",
    ]
    static let stepsMax = 60

    let person: Person
    let screen: Screen
    let city: City
    let dice: Dice
    let service: String
    let way: String
    /// How often, of a thousand steps, she does something unexpected.
    let whims: Int

    private var stage: Stage { city.stage }

    /// Comes, does what she came for, and goes.
    ///
    /// - Returns: Whether a paper came out for her.
    func visit() async -> Bool {
        guard let first = await arrive() else { return false }
        var page: Page? = first
        var isServed = false
        for _ in 0..<Self.stepsMax {
            guard let here = page else {
                // The machine is out; whoever is patient waits until it shows its first page again.
                page = await arrive()
                if page == nil { return isServed }
                continue
            }
            if here.saysItIsOut { isServed = true }
            if isServed, !dice.happens(300) { break }
            if dice.happens(whims) {
                switch await whim(here) {
                case .gone: return isServed
                case .page(let other):
                    page = other
                    continue
                case .nothing: break
                }
            }
            try? await stage.scheduler.sleep(dice.between(.milliseconds(200), .seconds(2)))
            page = await step(here)
        }
        await leave()
        return isServed
    }

    /// Waits for the first page of a machine that is at work.
    private func arrive() async -> Page? {
        for _ in 0..<20 {
            if let page = await screen.open("/"), page.links.contains(service) { return page }
            try? await stage.scheduler.sleep(.seconds(2))
        }
        return nil
    }

    func leave() async {
        for _ in 0..<10 {
            guard let page = await screen.send(Page.Form(action: "/terminal/end")) else { return }
            guard page.path.hasPrefix("/terminal/printing") else { return }
            try? await stage.scheduler.sleep(.seconds(2))
        }
    }

    /// What a person does who understands the page.
    private func step(_ page: Page) async -> Page? {
        if let form = page.form("/services/") { return await screen.send(form) }
        if let form = page.form("/identification/way") { return await screen.send(form, ["way": way]) }
        if let form = page.form("/terminal/card") {
            screen.reader.lay(person)
            return await screen.send(form)
        }
        if let form = page.form("/terminal/face") { return await screen.send(form) }
        if let form = page.form("/identification/consent") { return await screen.send(form, ["face": "yes"]) }
        if let form = page.forms.first(where: { $0.action == "/identification/code" }) {
            return await typeCode(form, page)
        }
        if let form = page.forms.first(where: { $0.action.contains("/questions/") }) {
            return await screen.send(form, ["answer": answer(form)])
        }
        if let form = page.forms.first(where: { $0.action.hasSuffix("/submission") }) {
            return await submit(form)
        }
        if let form = page.form("/terminal/print") { return await pressPrint(form, page) }
        if let form = page.forms.first(where: { $0.action.hasSuffix("/rating") }) {
            return await screen.send(form, ["level": "\(1 + dice.below(5))"])
        }
        if let form = page.forms.first(where: { $0.action == "/cases" || $0.action.hasSuffix("/record") }) {
            return await screen.send(form)
        }
        return await goOn(page)
    }

    /// Follows where a page without a question leads.
    private func goOn(_ page: Page) async -> Page? {
        if page.path == "/" { return await screen.open(service) }
        if page.path.hasPrefix("/terminal/printing") || page.path.hasSuffix("/paper"), !page.saysItIsOut {
            try? await stage.scheduler.sleep(.seconds(1))
            return await screen.open(page.path)
        }
        if page.saysItIsOut, let link = page.links.first(where: { $0.hasSuffix("/rating") }) {
            return await screen.open(link)
        }
        if page.status == 200, let link = page.links.first(where: { $0.hasPrefix("/identification") }) {
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
        return await screen.send(form, ["code": dice.happens(whims / 4) ? "000000" : code])
    }

    private func answer(_ form: Page.Form) -> String {
        let choices = form.choices["answer", default: []]
        return choices.isEmpty ? "样例" : dice.pick(choices)
    }

    private func submit(_ form: Page.Form) async -> Page? {
        let page = await pressed(form)
        if let page, page.status == 200, page.path.hasSuffix("/paper"), let number = page.caseNumber {
            city.witness.acknowledged(number, of: person)
        }
        return page
    }

    private func pressPrint(_ form: Page.Form, _ page: Page) async -> Page? {
        if let number = form.fields["case"] {
            city.witness.pressedPrint(number, key: form.fields["idempotency_key"] ?? "")
        }
        return await pressed(form)
    }

    /// Presses a button, sometimes twice.
    private func pressed(_ form: Page.Form) async -> Page? {
        guard dice.happens(whims) else { return await screen.send(form) }
        stage.trace.note(screen.node.name, "\(person.id) presses twice")
        async let first = screen.send(form)
        async let second = screen.send(form)
        let pages = await [first, second]
        return pages.compactMap { $0 }.max { $0.status > $1.status }
    }

    private enum Whim: Sendable {
        case nothing
        case gone
        case page(Page?)
    }

    private func whim(_ page: Page) async -> Whim {
        switch dice.below(6) {
        case 0:
            stage.trace.note(screen.node.name, "\(person.id) ends")
            await leave()
            return .gone
        case 1:
            guard let link = page.links.isEmpty ? nil : dice.pick(page.links) else { return .nothing }
            return .page(await screen.open(link))
        case 2:
            // A case that somebody has left in the address bar of this or another machine.
            guard let number = city.witness.someCase(dice) else { return .nothing }
            return .page(
                await screen.open("/cases/\(number)" + dice.pick(["", "/paper", "/check", "/rating"])))
        case 3:
            guard let number = city.witness.someCase(dice), let own = page.form("/terminal/print") else {
                return .nothing
            }
            return .page(await screen.send(own, ["case": number]))
        case 4:
            screen.reader.lay(nil)
            return .nothing
        default:
            return .page(await screen.open(page.path))
        }
    }
}
