import Base
import Catalogue
import Web
import Wire

/// Where a case stands that departments decide: handed in, to be corrected, refused, or withdrawn.
struct StandingPage {
    let view: CaseStanding.View
    let catalogue: Catalogue
    let now: Instant
    let place: CasePlace
    /// Where progress is asked for; nil where she is there.
    let site: String?
    let handOverKey: Token?
    /// The whole of which it is a part; nil for most.
    let bundle: ServiceItem?
    let key: Token

    private var path: String { place.path(view.file.number) }

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        switch view.file.state {
        case .correcting: correcting(frame, context)
        case .refused: refused(frame, context)
        case .withdrawn: withdrawn(frame, context)
        case .submitted, .approved, .issued,
            .delivered where place == .phone:
            ready(frame, context)
        default: handedIn(frame, context)
        }
    }

    private var isMoney: Bool { view.item.result.kind == .money }

    private func handedIn(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return place.page(
            frame, context,
            title: phrases(
                view.acceptance?.isAccepted == true ? "kiosk.accepted.title" : "kiosk.handed-in.title"),
            lead: view.item.name[context.language],
            back: nil, spoken: isMoney ? "kiosk.handed-in.money.spoken" : "kiosk.handed-in.spoken"
        ) {
            SummaryList(facts(phrases)).html(phrases)
            progress(phrases, context.language)
            element("p", .class("hint")) {
                phrases(isMoney ? "kiosk.handed-in.money" : "kiosk.handed-in.back")
            }
            // Behind the "#", so that no log on the way holds the number.
            if let picture = site.flatMap({ QRSymbol("\($0)/progress#\(view.file.number)") }) {
                picture.picture(alt: phrases("kiosk.handed-in.progress"))
                element("p", .class("hint")) { phrases("kiosk.handed-in.progress") }
            }
            BundleLink(bundle: bundle, place: place).html(phrases, context.language)
            done(phrases)
            rating(phrases)
            withdrawal(phrases)
        }
    }

    /// Beside everything else, and never the first thing to press.
    private func withdrawal(_ phrases: Phrases) -> HTML {
        guard goesToOfficeHere else {
            return Notice(.information, phrases("away.card.title"), phrases("away.card.another")).html
        }
        return actions(
            Button(
                phrases("away.withdrawal.act"), place == .terminal ? .secondary : .link,
                to: path + "/withdrawal"))
    }

    /// What is done for another goes to an office from a terminal alone.
    private var goesToOfficeHere: Bool { place == .terminal || view.file.actor == nil }

    /// Phones have no paper to give.
    private func done(_ phrases: Phrases) -> HTML {
        let done = Button(phrases("kiosk.handed-in.done"), to: place == .terminal ? "/goodbye" : place.home)
        return actions([done] + letter(phrases))
    }

    private func letter(_ phrases: Phrases) -> [Button] {
        guard place == .terminal, let letter = view.letter else { return [] }
        return [
            Button(phrases("kiosk.\(letter.rawValue).print"), .secondary, to: "\(path)/\(letter.place)")
        ]
    }

    /// The paper is made, or about to be: terminals print it, phones do not.
    private func ready(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        guard view.paper.mayCount else { return void(frame, context) }
        let word = view.file.state == .delivered ? "delivered" : "ready"
        return place.page(
            frame, context, title: phrases("away.\(word).title"), lead: view.item.name[context.language],
            back: place.home, spoken: "kiosk.handed-in.spoken"
        ) {
            SummaryList(
                [.init(phrases("kiosk.case.number"), view.file.number.spoken)]
                    + appointment(phrases, context.language)
            ).html(phrases)
            element("p") { phrases(view.isReprinted ? "away.again.where" : "away.\(word).text") }
            if view.isReprinted {
                actions(Button(phrases("away.again.stations"), .secondary, to: "/stations"))
            }
            BundleLink(bundle: bundle, place: place).html(phrases, context.language)
            rating(phrases)
        }
    }

    /// Where and when, for what was booked or given back.
    private func appointment(_ phrases: Phrases, _ language: Language) -> [SummaryList.Row] {
        guard let booking = view.form.booking, let appointment = booking.appointment else { return [] }
        return AppointmentRows(appointment: appointment, place: booking.place(appointment)).rows(
            phrases, language)
    }

    /// The paper counts no more: why, since when, and what to do next.
    private func void(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        var (word, day) = ("over", "")
        switch view.paper {
        case .revoked(let since): (word, day) = ("revoked", since.shown(in: context.language))
        case .expired(let last): day = last.shown(in: context.language)
        case .none, .valid: break
        }
        return place.page(
            frame, context, title: phrases("kiosk.paper.\(word).title"),
            lead: view.item.name[context.language],
            back: place.home, spoken: "kiosk.paper.\(word).spoken"
        ) {
            SummaryList([
                .init(phrases("kiosk.case.number"), view.file.number.spoken),
                .init(phrases("kiosk.paper.\(word).since"), day),
            ]).html(phrases)
            element("p") { phrases("away.\(word).text") }
            rating(phrases)
        }
    }

    /// At a terminal the five faces are the last page of a visit; on a phone they are a page of their own.
    private func rating(_ phrases: Phrases) -> HTML? {
        guard place == .phone else { return nil }
        return actions(Button(phrases("away.rating"), .link, to: path + "/rating"))
    }

    private func facts(_ phrases: Phrases) -> [SummaryList.Row] {
        let end = view.due(catalogue.calendar, at: now)
        return [SummaryList.Row(phrases("kiosk.case.number"), view.file.number.spoken)]
            + [view.acceptance?.row(phrases, decidedBy: end, at: now), end?.row(phrases)].compactMap(\.self)
    }

    /// Who decides, in what order, and how far each is.
    private func progress(_ phrases: Phrases, _ language: Language) -> HTML {
        fragment {
            element("h2") { phrases("kiosk.handed-in.steps") }
            element("ol", .class("standing")) {
                for step in view.steps {
                    element("li", .class(step.state.rawValue)) {
                        element("span", .class("standing-name")) { step.name(view.item, language) }
                        element("span") { step.office(in: catalogue, phrases) }
                        element("span", .class("standing-state")) {
                            phrases("kiosk.step.\(step.state.rawValue)")
                        }
                    }
                }
            }
        }
    }

    private func correcting(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return place.page(
            frame, context, title: phrases("kiosk.correcting.title"), lead: phrases("kiosk.correcting.lead"),
            back: nil, spoken: "kiosk.correcting.spoken"
        ) {
            for correction in view.corrections {
                Notice(.information, correction.reason.words[context.language], typed: correction.note)
                    .html
                SummaryList(questions(correction, phrases, context.language)).html(phrases)
            }
            SummaryList([
                .init(phrases("kiosk.paper.service"), view.item.name[context.language]),
                .init(phrases("kiosk.case.number"), view.file.number.spoken),
                .init(phrases("kiosk.correcting.by"), lastDay(in: phrases.language)),
            ]).html(phrases)
            if let next {
                actions(
                    Button(
                        phrases("kiosk.correcting.next"), to: "\(path)/questions/\(next)"))
            } else if goesToOfficeHere {
                postForm(action: "\(path)/corrections", key: key) {
                    actions(Button(phrases("kiosk.correcting.again")))
                }
            }
            HandOverOffer(number: view.file.number, key: handOverKey).html(phrases)
            withdrawal(phrases)
        }
    }

    private func lastDay(in language: Language) -> String {
        view.corrections.map(\.answerBy).min().map { CalendarDate(inChinaAt: $0).shown(in: language) } ?? ""
    }

    /// The first question that is still to be answered again, or that her new answers have opened.
    private var next: String? {
        view.corrections.lazy.flatMap { correction in
            correction.questions.filter { !correction.answered.contains($0) }
        }.first ?? view.form.next?.id
    }

    private func questions(
        _ correction: CaseCorrection, _ phrases: Phrases, _ language: Language
    ) -> [SummaryList.Row] {
        correction.questions.compactMap { id in
            guard let question = view.item.question(id) else { return nil }
            let isDone = correction.answered.contains(id)
            let said = view.file.answers[id] ?? ""
            // What the house may have put in she reads in full once she has typed it.
            let known = question.kind == .phone && !isDone ? Phone(said) : nil
            let answer = known?.masked ?? question.shown(said, in: language)
            return .init(
                question.label[language],
                isDone ? phrases("kiosk.correcting.answered", ["answer": answer]) : answer,
                change: "\(path)/questions/\(id)")
        }
    }

    /// She withdrew it, or corrected nothing in time: since when nobody decides it any more.
    private func withdrawn(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let word = view.withdrawal?.isLapse == true ? "kiosk.lapsed" : "kiosk.withdrawn"
        return place.page(
            frame, context, title: phrases("\(word).title"), lead: view.item.name[context.language],
            back: nil, spoken: "\(word).spoken"
        ) {
            SummaryList(
                [.init(phrases("kiosk.case.number"), view.file.number.spoken)]
                    + (view.withdrawal.map {
                        [.init(phrases("\(word).on"), ChinaTime.minute($0.at, in: phrases.language))]
                    } ?? [])
            ).html(phrases)
            element("p") { phrases("kiosk.withdrawn.text") }
            BundleLink(bundle: bundle, place: place).html(phrases, context.language)
            done(phrases)
        }
    }

    private func refused(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return place.page(
            frame, context, title: phrases("kiosk.refusal.title"), lead: view.item.name[context.language],
            back: nil, spoken: "kiosk.refusal.spoken"
        ) {
            SummaryList(reasons(phrases, context.language)).html(phrases)
            if place == .phone, view.letter == .refusal {
                element("p") { phrases("away.refusal.where") }
                actions(Button(phrases("away.again.stations"), .secondary, to: "/stations"))
            }
            element("p", .class("hint")) { phrases("kiosk.refusal.anew") }
            postForm(action: "\(path)/refusal", key: key) {
                actions([Button(phrases("kiosk.refusal.read"))] + letter(phrases))
                if place == .terminal, view.file.actor != nil {
                    element("p", .class("hint")) { phrases("kiosk.refusal.now") }
                }
            }
            rating(phrases)
        }
    }

    private func reasons(_ phrases: Phrases, _ language: Language) -> [SummaryList.Row] {
        var rows = [SummaryList.Row(phrases("kiosk.case.number"), view.file.number.spoken)]
        if let step = view.steps.first(where: { $0.state == .refused }) {
            rows.append(
                .init(
                    phrases("kiosk.refusal.who"),
                    catalogue.department(step.department)?.name[language] ?? step.department.rawValue))
            if let reason = step.reason {
                rows.append(.init(phrases("kiosk.refusal.why"), reason.words[language]))
            }
        }
        if let note = view.note { rows.append(.init(phrases("kiosk.refusal.note"), note)) }
        return rows + [
            .init(phrases("kiosk.refusal.review"), view.item.remedies.review[language]),
            .init(phrases("kiosk.refusal.litigation"), view.item.remedies.litigation[language]),
            .init(phrases("kiosk.refusal.supervision"), view.item.remedies.supervision[language]),
        ]
    }
}
