import Base
import Catalogue
import Web

/// Shows everything that is handed in, before it is; what a register said is masked until asked for.
struct CheckPage {
    let form: CaseForm
    /// Whether the person asked to see her data in full; the page hides it again by itself.
    let isOpen: Bool
    let back: String
    let place: CasePlace
    /// Whether it may be handed in from here: what asks for the card is handed in at a terminal.
    let mayHandIn: Bool
    let handOverKey: Token?
    /// The telephone of whoever is there, which the house or an event in life may have put in.
    var ownPhone: Phone?
    /// Whether she handed in from a page that showed something else.
    var isNews = false
    let seen: AnswerMark
    let key: Token

    /// How long the data stays in full sight.
    static let openSeconds = 20

    /// Who in another city reads what she hands in, said before she does.
    private func elsewhere(_ phrases: Phrases, _ language: Language) -> [String] {
        form.stepsElsewhere.map { step, city in
            phrases(
                "kiosk.check.partners.step", ["step": step.name[language], "place": city.name[language]])
        }
    }

    /// What it costs, where it costs anything or somebody is let off: what is free was said before she began.
    private func owed(_ phrases: Phrases, _ language: Language) -> [SummaryList.Row] {
        guard form.fee.fen > 0 || form.fee.exemption != nil else { return [] }
        return [ServiceFacts(form.item, phrases, language).fee(of: form.fee)]
    }

    /// What she has to have with her: neither what she proved herself with, nor what stands among the answers.
    private func brought(_ phrases: Phrases, _ language: Language) -> [SummaryList.Row] {
        ServiceFacts(form.item, phrases, language).materials(
            form.materials.filter { $0.material.source == .shown })
    }

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let path = "\(place.path(form.file.number))/check"
        return place.page(
            frame, context, title: phrases("kiosk.check.title"),
            lead: phrases("kiosk.check.lead"), back: back,
            spoken: "kiosk.check.spoken",
            refresh: isOpen ? Refresh(afterSeconds: Self.openSeconds, to: path) : nil, hasErrors: isNews
        ) {
            if isNews { Notice(.warning, phrases("kiosk.check.elsewhere")).html }
            let elsewhere = elsewhere(phrases, context.language)
            if !elsewhere.isEmpty {
                Notice(.information, phrases("kiosk.check.partners"), elsewhere.joined(separator: " ")).html
            }
            SummaryList(
                known(context.language) + answered(phrases, context.language)
                    + appointment(phrases, context.language)
                    + brought(phrases, context.language) + owed(phrases, context.language)
            ).html(phrases)
            if let until = form.booking?.appointment?.heldUntil {
                element("p", .class("hint")) {
                    phrases("kiosk.check.held", ["until": ChinaTime.clock(until)])
                }
            }
            actions(
                Button(
                    phrases(isOpen ? "kiosk.check.hide" : "kiosk.check.show"), .secondary,
                    to: isOpen ? path : path + "?show=all"))
            element("p", .class("hint")) {
                if place == .terminal {
                    phrases("kiosk.check.wrong")
                } else {
                    phrases("away.check.wrong")
                    element("a", .href("/account/requests/new?right=correction")) {
                        phrases("away.check.correct")
                    }
                }
            }
            if mayHandIn {
                postForm(action: "\(place.path(form.file.number))/submission", key: key) {
                    void(
                        "input", .type("hidden"), .name(AnswerMark.fieldName),
                        .value(seen.description))
                    actions(
                        Button(
                            phrases(
                                isDecided ? "kiosk.check.hand-in" : "kiosk.check.submit",
                                ["paper": form.item.name[context.language]])))
                }
            } else {
                let why = form.file.actor == nil ? "away.card.text" : "away.card.another"
                Notice(.information, phrases("away.card.title"), phrases(why)).html
            }
            HandOverOffer(number: form.file.number, key: handOverKey).html(phrases)
        }
    }

    /// Whether nothing is printed on the spot, or not what was asked for: somebody decides it, or it is a visit or an act.
    private var isDecided: Bool {
        form.item.handling == .promised || ![.paper, .licence].contains(form.item.result.kind)
    }

    private func appointment(_ phrases: Phrases, _ language: Language) -> [SummaryList.Row] {
        guard let booking = form.booking, let appointment = booking.appointment else { return [] }
        return AppointmentRows(
            appointment: appointment, place: booking.place(appointment),
            change: "\(place.path(form.file.number))/appointment"
        ).rows(phrases, language)
    }

    private func known(_ language: Language) -> [SummaryList.Row] {
        let lines = form.registerLines.map { line, value in
            SummaryList.Row(
                line.label[language],
                isOpen
                    ? line.declared.shown(value, in: language)
                    : Mask.field(line.declared, value, in: language))
        }
        let shown = Set(form.item.prefill.map(\.field))
        return lines
            + form.spared.compactMap { question in
                guard let source = question.source, !shown.contains(source.field) else { return nil }
                let answer = question.shown(form.answers[question.id] ?? "", in: language)
                return .init(question.label[language], isOpen ? answer : Mask.stars(answer))
            }
    }

    /// What was left out stands here too: it is the way back to it.
    private func answered(_ phrases: Phrases, _ language: Language) -> [SummaryList.Row] {
        form.route.map { question in
            let answer = form.answers[question.id] ?? ""
            return .init(
                question.label[language],
                answer.isEmpty ? phrases("kiosk.check.none") : shown(answer, to: question, language),
                change: "\(place.path(form.file.number))/questions/\(question.id)?from=check")
        }
    }

    private func shown(_ answer: String, to question: Question, _ language: Language) -> String {
        guard !isOpen, question.kind == .phone, let ownPhone, answer == ownPhone.text else {
            return question.shown(answer, in: language)
        }
        return ownPhone.masked
    }
}
