import Base
import Casework
import Catalogue
import Staff
import Web

/// A clerk's lists: what lies in her queue, what is hers, what is late; nothing of anybody.
struct QueuePage {
    let address: ListAddress
    let reading: ReadQueue.Reading
    let saved: [SavedFilter]
    let catalogue: Catalogue
    let queue: StepQueue
    let scale: DeadlineScale
    /// Whether she decides, and does not only watch over those who do.
    let decides: Bool
    /// Whether the desk knows which citizen she is: she claims nothing before.
    let isKnown: Bool
    /// What her last press came to; nil when she comes from elsewhere.
    let done: WorkDone?
    /// Where she comes back to in the list; nil when she comes from elsewhere.
    let place: DeskList.Place?
    /// Before a list leaves the desk; nil for whom none does.
    let proof: ProofLink?

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.desk(context, title: phrases("clerk.queue.title"), script: ["work.js"]) {
            if let done { done.html(phrases, next(after: done), in: address) }
            if decides, !isKnown {
                element("section", .class("notice warning"), .role("status")) {
                    element("p", .class("notice-title")) { phrases("clerk.unknown-self.title") }
                    element("p") { element("a", .href("/me")) { phrases("clerk.unknown-self.link") } }
                }
            }
            LatePart(steps: reading.late, catalogue: catalogue, scale: scale, people: reading.people).html(
                phrases, context.language)
            EscalatedPart(steps: reading.escalated, catalogue: catalogue, scale: scale).html(
                phrases, context.language)
            tabs(phrases)
            element("p", .class("hint"), .role("status"), .ariaLive("polite"), .data("work-news", "true")) {
                phrases("clerk.queue.of", ["queue": QueueName.words(queue, catalogue, phrases)])
            }
            filters(phrases, context.language)
            FilterShelf(saved: saved, address: address).html(phrases)
            SearchForm().html(phrases)
            if reading.page.steps.isEmpty {
                element("p") { phrases("clerk.queue.empty") }
            } else if decides, isKnown, address.list.tab != .overdue {
                batch(phrases, context.language)
            } else if !decides, address.list.tab == .overdue {
                assignment(phrases, context.language)
            } else if !decides, address.list.tab == .ready, !reading.offices.isEmpty {
                assignments {
                    table(phrases, context.language, chooses: [.ready])
                    referral(phrases)
                }
            } else {
                table(phrases, context.language, chooses: [])
            }
            foot(phrases)
            proof?.html(phrases, "clerk.export.proof")
        }
    }

    /// What comes after the place where she comes back; what she has claimed is still there, and she begins with it.
    private func next(after done: WorkDone) -> CaseStep? {
        place.flatMap { done.act == .claimed ? reading.page.row(at: $0) : $0.next }
    }

    private func tabs(_ phrases: Phrases) -> HTML {
        element("nav", .class("tabs"), .ariaLabel(phrases("clerk.queue.tabs"))) {
            element("ul") {
                for (index, tab) in DeskList.Tab.allCases.enumerated() {
                    element("li") {
                        element(
                            "a", .href(address.at(tab).path), .accessKey(String(index + 1)),
                            .ariaCurrent(tab == address.list.tab ? "page" : nil)
                        ) {
                            phrases("clerk.tab.\(tab.rawValue)")
                            " "
                            element("span", .class("count"), .data("work-count", tab.rawValue)) {
                                Self.count(reading.counts[tab] ?? 0)
                            }
                        }
                    }
                }
            }
        }
    }

    /// More than are counted are very many.
    static func count(_ count: Int) -> String {
        count >= Int(DeskList.countMax) ? "\(DeskList.countMax)+" : String(count)
    }

    private func filters(_ phrases: Phrases, _ language: Language) -> HTML {
        element("form", .method("get"), .action("/work"), .class("filters")) {
            void("input", .type("hidden"), .name("tab"), .value(address.list.tab.rawValue))
            select(
                "service", phrases("clerk.filter.service"), phrases("clerk.filter.all"),
                offered(language), address.list.service?.rawValue)
            if address.list.tab != .overdue {
                select(
                    "colour", phrases("clerk.filter.colour"), phrases("clerk.filter.all"),
                    StepDeadline.Colour.allCases.map {
                        ($0.rawValue, phrases("clerk.colour.\($0.rawValue)"))
                    }, address.list.colour?.rawValue)
            }
            actions(Button(phrases("clerk.filter.button"), .secondary))
        }
    }

    /// What there is something of, and what is chosen although there is nothing of it any more.
    private func offered(_ language: Language) -> [(String, String)] {
        let chosen = address.list.service.map { Set([$0]) } ?? []
        return catalogue.items.filter { reading.services[$0.id] != nil || chosen.contains($0.id) }.map {
            let count = reading.services[$0.id] ?? 0
            let words = count >= Int(DeskList.serviceCountMax) ? "\(DeskList.serviceCountMax)+" : "\(count)"
            return ($0.id.rawValue, "\($0.name[language]) (\(words))")
        }
    }

    private func select(
        _ name: String, _ label: String, _ all: String, _ options: [(String, String)], _ chosen: String?
    ) -> HTML {
        element("p", .class("field")) {
            element("label", .for(name)) { label }
            element("select", .id(name), .name(name)) {
                element("option", .value("")) { all }
                for (value, words) in options {
                    element("option", .value(value), .selected(value == chosen)) { words }
                }
            }
        }
    }

    private func batch(_ phrases: Phrases, _ language: Language) -> HTML {
        let isReady = address.list.tab == .ready
        return element("form", .method("post"), .action("/work/batch"), .data("once", "true")) {
            address.field
            table(phrases, language, chooses: [isReady ? .ready : .claimed])
            element("p", .class("hint")) {
                phrases(isReady ? "clerk.batch.claim.hint" : "clerk.batch.hint")
            }
            if isReady {
                actions(Button(phrases("clerk.batch.claim"), .secondary, name: "act", value: "claim"))
            } else {
                actions(Button(phrases("clerk.batch.button"), name: "act", value: "approve"))
                element("details", .class("desk-act")) {
                    element("summary") { phrases("clerk.batch.refuse.title") }
                    DecisionForms.refusal(reasons, phrases, language)
                    actions(Button(phrases("clerk.batch.refuse"), .danger, name: "act", value: "refuse"))
                }
            }
        }
    }

    /// Of one service where the list is of one; else what is said of all that lie in the queue.
    private var reasons: [StepReason] {
        DepartmentID(rawValue: queue.department).map {
            catalogue.reasons(.refusal, by: $0, of: address.list.service)
        } ?? []
    }

    /// What a supervisor does with what is late: back into the queue, or to somebody by name.
    private func assignment(_ phrases: Phrases, _ language: Language) -> HTML {
        assignments {
            table(phrases, language, chooses: [.ready, .claimed])
            if !reading.colleagues.isEmpty {
                DecisionForms.colleague(reading.colleagues, phrases)
                actions(Button(phrases("clerk.assign.button"), name: "act", value: "assign"))
            }
            actions(Button(phrases("clerk.assign.return"), .secondary, name: "act", value: "return"))
            if !reading.offices.isEmpty { referral(phrases) }
        }
    }

    private func assignments(@HTMLBuilder _ content: () -> HTML) -> HTML {
        element("form", .method("post"), .action("/work/assignments"), .data("once", "true")) {
            address.field
            content()
        }
    }

    /// What nobody of her office may decide, or nobody is there to, goes to another.
    private func referral(_ phrases: Phrases) -> HTML {
        element("details", .class("desk-act")) {
            element("summary") { phrases("referral.reason.recusal") }
            ReferralPart.recusal(reading.offices, catalogue, phrases)
            actions(Button(phrases("clerk.refer.ticked"), .secondary, name: "act", value: "refer"))
        }
    }

    @HTMLBuilder
    private func table(_ phrases: Phrases, _ language: Language, chooses: Set<StepState>) -> HTML {
        StepTable(
            steps: reading.page.steps, catalogue: catalogue, scale: scale, chooses: chooses,
            returns: false, people: reading.people, acceptBy: reading.page.acceptBy, list: address,
            place: place.flatMap(reading.page.row(at:))?.key
        ).html(phrases, language)
        // Without the script there are none.
        element("p", .class("hint"), .hidden(true), .tabIndex(-1), .data("work-keys", "true")) {
            phrases(chooses.isEmpty ? "clerk.queue.keys" : "clerk.queue.keys.choose")
        }
    }

    private func foot(_ phrases: Phrases) -> HTML {
        element("nav", .class("actions"), .ariaLabel(phrases("clerk.queue.more"))) {
            if let next = reading.page.next {
                element("a", .class("button secondary"), .href(address.after(next).path), .accessKey("n")) {
                    phrases("clerk.queue.next")
                }
            }
            if decides {
                element("a", .class("button link"), .href("/work/figures")) { phrases("clerk.figures.title") }
            }
            if proof != nil {
                element("a", .class("button link"), .href("/work/exports")) { phrases("clerk.export.link") }
                element("form", .method("post"), .action("/work/export")) {
                    address.after(nil).field
                    element("button", .class("button link")) { phrases("clerk.export.button") }
                }
            }
        }
    }
}
