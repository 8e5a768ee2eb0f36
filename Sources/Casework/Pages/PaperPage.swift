public import Base
public import Catalogue
public import Web
public import Wire

/// The sealed paper: ready to print, in trouble at the printer, or in the tray to be taken.
public struct PaperPage: Sendable {
    public enum Stage: Hashable, Sendable {
        /// Submitted; the paper is still being made.
        case making
        case ready
        /// The printer's closed word, such as `printer-paper-out`.
        case trouble(String)
        /// It came out, says the terminal, whose report is still on its way: take it.
        case taking
        /// It came out: take it.
        case out
        /// It came out on an earlier visit, and can be printed once more.
        case again
    }

    /// The word of a printing that has not ended yet: nothing is to be mended, only waited for.
    static let inUse = "ticket-in-use"
    /// The word of a paper that has been printed as often as it may be.
    static let limit = "paper-reprint-limit"

    public let number: CaseNumber
    public let paper: CasePaper
    public let service: LocalText
    public let stage: Stage
    /// Whether a paper of the case has come out before, so that what is in trouble was asked for in its place.
    public let isAnother: Bool
    /// Whether no other is to be had in its place.
    public let isLast: Bool
    public let key: Token
    /// What the visit goes on with after this paper; nil for most.
    public let bundle: ServiceItem?
    /// When and where she is expected, whether or not a paper comes out; nil for most.
    let booking: CaseBooking?

    public init(
        number: CaseNumber, paper: CasePaper = .result, service: LocalText, stage: Stage,
        isAnother: Bool = false, isLast: Bool = false, key: Token, bundle: ServiceItem? = nil,
        booking: CaseBooking? = nil
    ) {
        self.bundle = bundle
        self.booking = booking
        self.number = number
        self.paper = paper
        self.service = service
        self.isAnother = isAnother
        self.isLast = isLast
        self.stage = stage
        self.key = key
    }

    public func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.kiosk(
            context,
            // Whether a paper comes out of a printing that goes on is not known yet.
            title: phrases(refusal.map { "problem.\($0).title" } ?? "\(named(word)).title"),
            lead: phrases("kiosk.paper.\(word).lead"),
            back: paper.isLetter && !isOut ? "/cases/\(number)/standing" : nil,
            spoken: "\(named(spoken)).spoken", refresh: refresh
        ) {
            if case .trouble(let reason) = stage {
                let next =
                    refusal.map { "problem.\($0).remedy" }
                    ?? "kiosk.\(paper.isLetter ? paper.rawValue : "trouble").kept"
                Notice(.warning, phrases("kiosk.trouble.\(reason)"), phrases(next)).html
            }
            SummaryList(
                [
                    .init(phrases("kiosk.paper.service"), service[context.language]),
                    .init(phrases("kiosk.case.number"), number.spoken),
                ] + expected(phrases, context.language)
            ).html(phrases)
            BundleLink(bundle: bundle, place: .terminal).html(phrases, context.language)
            act(frame, phrases)
        }
    }

    private func expected(_ phrases: Phrases, _ language: Language) -> [SummaryList.Row] {
        guard let booking, booking.act == .book, let appointment = booking.appointment,
            appointment.state == .booked
        else { return [] }
        return AppointmentRows(appointment: appointment, place: booking.place(appointment))
            .rows(phrases, language)
    }

    private var word: String {
        switch stage {
        case .making: "making"
        case .ready: "ready"
        case .trouble: "trouble"
        case .taking, .out: "out"
        case .again: "again"
        }
    }

    /// A letter has words of its own where it is offered.
    private func named(_ word: String) -> String {
        "kiosk.\(paper.isLetter && ["ready", "again"].contains(word) ? paper.rawValue : "paper").\(word)"
    }

    private var path: String { "/cases/\(number)/\(paper.place)" }
    /// Where who has taken it goes on.
    private var onward: String { "/cases/\(number)\(paper.isLetter ? "" : "/rating")" }
    private var isOut: Bool { stage == .out || stage == .taking }

    private var isInUse: Bool { stage == .trouble(Self.inUse) }
    private var isAtLimit: Bool { stage == .trouble(Self.limit) }
    /// Why the centre gave no ticket, where that is no trouble of the printer's.
    private var refusal: String? { isInUse ? Self.inUse : isAtLimit ? Self.limit : nil }
    private var spoken: String { isInUse ? "making" : isAtLimit ? "limit" : word }

    private var refresh: Refresh? {
        if isInUse { return Refresh(afterSeconds: 5, to: "\(path)?problem=\(Self.inUse)") }
        if stage == .taking { return Refresh(afterSeconds: 5, to: "\(path)?out=yes") }
        return stage == .making ? Refresh(afterSeconds: 2, to: path) : nil
    }

    @HTMLBuilder private func act(_ frame: Frame, _ phrases: Phrases) -> HTML {
        switch stage {
        case .making: HTML()
        case .trouble(Self.limit):
            // Whoever has never had one is not asked whether she has it.
            if isAnother { actions(Button(phrases("kiosk.paper.taken"), to: onward)) }
        case .again:
            element("p", .class("hint")) { phrases("kiosk.again.note") }
            printing(phrases("kiosk.again.print"), again: true)
        case .ready, .trouble:
            // The word of a trouble can be older than the paper in her hand.
            if isAnother { element("p", .class("hint")) { phrases("kiosk.paper.another.note") } }
            printing(
                phrases(stage == .ready ? "kiosk.paper.print" : "kiosk.paper.print-again"), again: isAnother)
        case .taking, .out:
            void(
                "img", .class("picture"), .src(frame.assets.path("take-paper.svg")), .alt(""), .width(360),
                .height(240))
            element("div", .class("actions")) {
                Button(phrases("kiosk.paper.taken"), to: onward).html
                if paper == .result {
                    Button(phrases("kiosk.paper.looks"), .secondary, to: "/looks?case=\(number)").html
                }
            }
            if stage == .out, !isLast {
                element("p", .class("hint")) { phrases("kiosk.paper.another.note") }
                printing(phrases("kiosk.paper.another"), .secondary, again: true)
            }
        }
    }

    /// The button that says what she wishes: a page from before the paper came out never asks for a second one.
    private func printing(_ label: String, _ kind: Button.Kind = .primary, again: Bool = false) -> HTML {
        postForm(action: "/terminal/print", key: key) {
            void("input", .type("hidden"), .name("case"), .value(number.rawValue))
            if paper != .result {
                void("input", .type("hidden"), .name("paper"), .value(paper.rawValue))
            }
            if again { void("input", .type("hidden"), .name("again"), .value("yes")) }
            actions(Button(label, kind))
        }
    }
}
