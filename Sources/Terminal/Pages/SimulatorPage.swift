import Web

/// The workbench beside a virtual terminal; looks like nothing a citizen is shown.
struct SimulatorPage: Sendable {
    let frame: Frame
    let citizens: [SampleCitizen]
    let card: SampleCard?
    let readerFault: ReaderFault
    let face: String?
    let hasFaces: Bool
    /// Nil when the printer is a real one.
    let printerFault: SimulatedPrinter.Fault?
    let mayCrash: Bool

    func html(_ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return fragment {
            HTML.doctype
            element("html", .lang(context.language), .class("simulator")) {
                element("head") {
                    void("meta", .name("viewport"), .content("width=device-width, initial-scale=1"))
                    element("title") { phrases("terminal.simulator.title") }
                    void("link", .rel("stylesheet"), .href(frame.assets.path("simulator.css")))
                }
                element("body") {
                    element("header") {
                        element("h1") { phrases("terminal.simulator.title") }
                        element("p") { phrases("terminal.simulator.text") }
                    }
                    element("main") {
                        reader(phrases)
                        if hasFaces { camera(phrases) }
                        if let printerFault { printer(phrases, printerFault) }
                        if mayCrash { plug(phrases) }
                    }
                }
            }
        }
    }

    private func reader(_ phrases: Phrases) -> HTML {
        element("section") {
            element("h2") { phrases("terminal.simulator.reader") }
            element("p", .class("state"), .role("status")) {
                if let card { HTML.typed(card.name) } else { phrases("terminal.simulator.no-card") }
            }
            element("form", .method("post"), .action("/terminal/simulator/card")) {
                choice(
                    "citizen", phrases("terminal.simulator.citizen"), chosen: card?.number,
                    citizens.map { ($0.number, "\($0.name) · \($0.label)") })
                choice(
                    "kind", phrases("terminal.simulator.kind"), chosen: nil,
                    ["valid", "expired", "foreign"].map { ($0, phrases("terminal.simulator.kind.\($0)")) })
                choice(
                    "fault", phrases("terminal.simulator.reader-fault"), chosen: readerFault.rawValue,
                    ReaderFault.allCases.map {
                        ($0.rawValue, phrases("terminal.simulator.reader.\($0.rawValue)"))
                    })
                element("button") { phrases("terminal.simulator.put") }
            }
            element("form", .method("post"), .action("/terminal/simulator/card")) {
                element("button", .class("quiet"), .name("citizen"), .value("")) {
                    phrases("terminal.simulator.lift")
                }
            }
        }
    }

    private func camera(_ phrases: Phrases) -> HTML {
        element("section") {
            element("h2") { phrases("terminal.simulator.camera") }
            element("form", .method("post"), .action("/terminal/simulator/face")) {
                choice(
                    "face", phrases("terminal.simulator.face"), chosen: face ?? "",
                    [("", phrases("terminal.simulator.real-camera"))] + citizens.map { ($0.faceID, $0.name) })
                element("button") { phrases("terminal.simulator.stand") }
            }
            element("form", .method("post"), .action("/terminal/simulator/camera")) {
                element("button", .class("quiet")) { phrases("terminal.simulator.swap") }
            }
        }
    }

    private func printer(_ phrases: Phrases, _ fault: SimulatedPrinter.Fault) -> HTML {
        element("section") {
            element("h2") { phrases("terminal.simulator.printer") }
            element("form", .method("post"), .action("/terminal/simulator/printer")) {
                choice(
                    "fault", phrases("terminal.simulator.printer-fault"), chosen: fault.rawValue,
                    SimulatedPrinter.Fault.allCases.map {
                        ($0.rawValue, phrases("terminal.simulator.printer.\($0.rawValue)"))
                    })
                element("button") { phrases("terminal.simulator.set") }
            }
        }
    }

    private func plug(_ phrases: Phrases) -> HTML {
        element("section") {
            element("h2") { phrases("terminal.simulator.power") }
            element("form", .method("post"), .action("/terminal/simulator/plug")) {
                element("button", .class("danger")) { phrases("terminal.simulator.pull") }
            }
        }
    }

    private func choice(_ name: String, _ label: String, chosen: String?, _ options: [(String, String)])
        -> HTML
    {
        element("label") {
            element("span") { label }
            element("select", .name(name)) {
                for (value, words) in options {
                    element("option", .value(value), .selected(value == chosen)) { words }
                }
            }
        }
    }
}
