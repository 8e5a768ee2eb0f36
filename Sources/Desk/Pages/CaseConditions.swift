import Base
import Casework
import Catalogue
import Exchange
import Staff
import Web

/// What has to hold for the person to have the service, what it is read from, and whether it does.
///
/// Judged by what the registers said when they were asked: nobody asks them again because a clerk looks.
struct CaseConditions {
    let form: CaseForm
    let catalogue: Catalogue
    let today: CalendarDate

    func html(_ phrases: Phrases, _ language: Language) -> HTML {
        fragment {
            element("h2") { phrases("clerk.conditions.title") }
            if form.conditions.isEmpty {
                element("p") {
                    phrases(
                        form.item.eligibility.isEmpty ? "clerk.conditions.none" : "clerk.conditions.others")
                }
            } else {
                deskTable([
                    phrases("clerk.conditions.data"),
                    phrases("clerk.conditions.then", ["day": form.day.shown(in: language)]),
                    phrases("clerk.conditions.now", ["day": today.shown(in: language)]),
                    phrases("clerk.conditions.otherwise"),
                ]) {
                    for condition in form.conditions { row(condition, phrases, language) }
                }
            }
        }
    }

    private func row(_ condition: Requirement, _ phrases: Phrases, _ language: Language) -> HTML {
        let (then, now) = (form.isMet(condition, on: form.day), form.isMet(condition, on: today))
        return element("tr", .class(then && now ? nil : "differs")) {
            element("td") {
                for words in data(condition, phrases, language) { element("div") { HTML.typed(words) } }
            }
            element("td") { phrases(then ? "clerk.conditions.met" : "clerk.conditions.unmet") }
            element("td") { phrases(now ? "clerk.conditions.met" : "clerk.conditions.unmet") }
            element("td") { then && now ? "—" : condition.otherwise[language] }
        }
    }

    /// What the condition looks at, as it is kept with the case; of the person's number no more than that it is looked at.
    private func data(_ condition: Requirement, _ phrases: Phrases, _ language: Language) -> [String] {
        var words: [String] = []
        for name in condition.rule.names.sorted() {
            if name.hasPrefix("person.") {
                words.append(phrases("clerk.conditions.person"))
            } else if let (register, field) = place(name) {
                let value: String =
                    switch form.file.record?[field.id] {
                    case .text(let text)? where text != "-": field.shown(text, in: language)
                    case .table(let rows)?: String(rows.count)
                    default: phrases("clerk.conditions.nothing")
                    }
                words.append(
                    "\(register.name[language]) · \(field.label[language])\(phrases("clerk.colon"))\(value)")
            }
        }
        return words.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// `fund/contributions.balance`: a field of a register.
    private func place(_ name: String) -> (Register, RegisterField)? {
        let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2, let register = catalogue.register(parts[0]),
            let field = register.field(parts[1])
        else { return nil }
        return (register, field)
    }
}
