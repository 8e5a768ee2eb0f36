public import Base
public import Catalogue
public import Web

/// A person's own mandates, and the form for another; at the terminal and in her account.
public struct MandatesPage: Sendable {
    static let days = [7, 30, 90, 365]

    public let mandates: [Mandate]
    /// Children who want to act for her.
    public let asked: [AnswerChild.Asked]
    public let services: [ServiceItem]
    public let daysMax: Int
    /// Those of her family whom she can choose; nil where the form is written.
    public let family: [FamilyHolders.Candidate]?
    /// What is to be mended in the form that was sent.
    public let problem: RepresentationRefused?
    /// The form that was refused, which is shown again as it was filled in; nil for an empty one.
    let sent: Form?
    /// Where she has to prove herself again before she can give one; nil when she may.
    public let proof: String?
    public let now: Instant
    public let world: World

    public init(
        mandates: [Mandate], asked: [AnswerChild.Asked] = [], services: [ServiceItem], daysMax: Int,
        family: [FamilyHolders.Candidate]? = nil, problem: RepresentationRefused? = nil, sent: Form? = nil,
        proof: String?, now: Instant, world: World
    ) {
        self.mandates = mandates
        self.asked = asked
        self.services = services
        self.daysMax = daysMax
        self.family = family
        self.problem = problem
        self.sent = sent
        self.proof = proof
        self.now = now
        self.world = world
    }

    public func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let (title, lead) = (phrases("mandates.title"), phrases("mandates.lead"))
        if context.surface == .terminal {
            return frame.kiosk(
                context, title: title, lead: lead, back: "/my-data", spoken: "mandates.spoken",
                hasErrors: problem != nil
            ) { content(phrases, context) }
        }
        return frame.site(context, title: title, lead: lead, hasErrors: problem != nil) {
            content(phrases, context)
        }
    }

    @HTMLBuilder private func content(_ phrases: Phrases, _ context: EgretContext) -> HTML {
        if let problem {
            if let field = problem.field {
                ErrorSummary([
                    FieldError(family != nil && field == "name" ? "holder" : field, words(problem, phrases))
                ]).html(phrases)
            } else {
                Notice(.warning, words(problem, phrases)).html
            }
        }
        ParentsSection(asked: asked, mayAgree: proof == nil, now: now, world: world).html(phrases, context)
        if mandates.isEmpty { element("p") { phrases("mandates.none") } }
        for mandate in mandates { section(mandate, phrases, context) }
        element("h2") { phrases("mandates.new") }
        if services.isEmpty {
            element("p") { phrases("mandates.nowhere") }
        } else if let proof {
            element("p") { phrases("mandates.proof") }
            actions(Button(phrases("mandates.proof.go"), to: proof))
        } else if family?.isEmpty == true {
            Notice(.information, phrases("mandates.family.none")).html
            actions(Button(phrases("mandates.family.typed"), .secondary, to: "/mandates"))
        } else {
            // Nobody types a name well on a screen without a keyboard.
            if family == nil, context.surface == .terminal {
                actions(Button(phrases("mandates.family"), to: "/mandates?family=yes"))
            }
            form(phrases, context)
        }
    }

    /// To whom: a choice, or name and number as they stand on the other's card.
    @HTMLBuilder private func holder(_ phrases: Phrases) -> HTML {
        if let family {
            Choice(
                name: "holder", label: phrases("mandates.family.whom"),
                options: family.map {
                    .init(
                        $0.choice,
                        phrases("acting.candidate.ending", ["name": $0.maskedName, "ending": $0.ending]))
                }, chosen: sent?["holder"], error: error("name", phrases)
            ).html
        } else {
            Field(
                .text, name: "name", label: phrases("mandates.name"), hint: phrases("mandates.name.hint"),
                error: error("name", phrases), value: sent?["name"], max: PersonName.lengthMax
            ).html
            Field(
                .text, name: "number", label: phrases("mandates.number"),
                hint: phrases("mandates.number.hint"), error: error("number", phrases),
                value: sent?["number"], max: 18
            ).html
        }
    }

    private func section(_ mandate: Mandate, _ phrases: Phrases, _ context: EgretContext) -> HTML {
        let standing = mandate.standing(at: now)
        return element("section", .class("looks")) {
            element("h2") { mandate.holder.maskedName }
            SummaryList([
                .init(phrases("mandates.number"), mandate.holder.maskedNumber),
                .init(phrases("mandates.scope"), scope(mandate, phrases, context.language)),
                .init(
                    phrases("mandates.until"),
                    CalendarDate(inChinaAt: mandate.expiresAt).shown(in: context.language)),
                .init(phrases("mandates.standing"), phrases("mandates.standing.\(standing.rawValue)")),
            ]).html(phrases)
            if standing == .holds {
                postForm(
                    action: Self.place(context) + "/\(mandate.id)/revocation", key: Token(world)
                ) { actions(Button(phrases("mandates.revoke"), .danger)) }
            }
        }
    }

    private func form(_ phrases: Phrases, _ context: EgretContext) -> HTML {
        postForm(action: Self.place(context), key: Token(world)) {
            holder(phrases)
            Choice(
                name: "scope", label: phrases("mandates.scope"),
                options: services.map { .init($0.id.rawValue, $0.name[context.language]) }
                    + [.init(ManageMandates.everything, phrases("mandates.scope.all"))],
                chosen: sent?["scope"], error: error("scope", phrases)
            ).html
            Choice(
                name: "days", label: phrases("mandates.days"),
                options: Self.days.filter { $0 <= daysMax }.map {
                    .init("\($0)", phrases("mandates.days.count", ["days": "\($0)"]))
                },
                chosen: sent?["days"], error: error("days", phrases)
            ).html
            element("p", .class("hint")) { phrases("mandates.told") }
            actions(Button(phrases("mandates.give")))
        }
    }

    private func scope(_ mandate: Mandate, _ phrases: Phrases, _ language: Language) -> String {
        mandate.services.map { id in services.first { $0.id == id }?.name[language] ?? id.rawValue }
            .joined(separator: phrases("acting.comma"))
    }

    private func error(_ field: String, _ phrases: Phrases) -> String? {
        problem.flatMap { $0.field == field ? words($0, phrases) : nil }
    }

    private func words(_ refused: RepresentationRefused, _ phrases: Phrases) -> String {
        phrases.problem(refused.slug)
    }

    static func place(_ context: EgretContext) -> String {
        context.surface == .terminal ? "/mandates" : "/account/mandates"
    }
}
