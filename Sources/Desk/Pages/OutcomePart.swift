import Base
import Casework
import Catalogue
import Foundation
import Staff
import Web

/// Defects by line, or a page as the terminal would show it; stands beside the text and comes anew with every change.
struct OutcomePart {
    let outcome: EditorOutcome

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return fragment {
            element("p", .role("status"), .class("notice-title")) {
                outcome.defects.isEmpty
                    ? phrases("editor.sound")
                    : phrases("editor.defects", count: outcome.defects.count)
            }
            if !outcome.defects.isEmpty { list(outcome.defects, phrases, context.language) }
            if !outcome.advice.isEmpty {
                element("p", .class("notice-title")) { phrases("editor.advice", count: outcome.advice.count) }
                list(outcome.advice, phrases, context.language)
            }
            if let preview = outcome.preview {
                provenance(preview.item.provenance, phrases, context.language)
                choice(preview, phrases, context.language)
                page(preview, frame, context)
            }
        }
    }

    private func list(_ defects: [EditorDefect], _ phrases: Phrases, _ language: Language) -> HTML {
        element("ol", .class("defects")) {
            for defect in defects.prefix(100) {
                element("li") {
                    element(
                        "button", .type("button"), .class("button link"), .data("file", defect.file),
                        .data("line", String(defect.line))
                    ) { phrases("editor.line", ["file": defect.file, "line": String(defect.line)]) }
                    if !defect.text.isEmpty { element("code") { defect.text } }
                    let words = defect.words(in: language)
                    element("p", .lang(words.foreign)) { words.text }
                }
            }
        }
    }

    /// What its readers are told of where it comes from, and what only the desk reads.
    private func provenance(_ provenance: Provenance, _ phrases: Phrases, _ language: Language) -> HTML {
        SummaryList([
            .init(
                phrases("kiosk.service.provenance"), phrases("kiosk.provenance.\(provenance.mark.rawValue)")),
            .init(phrases("editor.provenance.note"), provenance.note[language]),
        ]).html(phrases)
    }

    private func choice(_ preview: ServicePreview, _ phrases: Phrases, _ language: Language) -> HTML {
        element("p", .class("field")) {
            element("label", .for("page")) { phrases("editor.page") }
            element("select", .id("page"), .name("page")) {
                for page in preview.pages {
                    element("option", .value(page.text), .selected(page == outcome.page)) {
                        Self.words(page, preview, phrases, language)
                    }
                }
            }
        }
    }

    static func words(
        _ page: ServicePreview.Page, _ preview: ServicePreview, _ phrases: Phrases, _ language: Language
    ) -> String {
        switch page {
        case .question(let id):
            phrases("editor.page.question", ["question": preview.item.question(id)?.label[language] ?? id])
        default: phrases("editor.page.\(page.text)")
        }
    }

    private func page(_ preview: ServicePreview, _ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        if outcome.page == .paper {
            guard let paper = outcome.paper else { return element("p") { phrases("editor.paper.none") } }
            return void(
                "img", .class("preview-paper"), .alt(phrases("editor.paper.alt")),
                .src("data:image/png;base64,\(Data(paper).base64EncodedString())"))
        }
        guard let html = preview.html(outcome.page, frame, Self.terminal(context)) else { return HTML() }
        // Neither scripts nor forms work in it: nothing that is pressed there reaches anything.
        return element("div", .class("preview-box")) {
            element(
                "iframe", .class("preview-page"), .title(phrases("editor.preview")), .srcDoc(html),
                .sandbox("allow-same-origin"))
        }
    }

    /// The same request as if a terminal had made it, with nobody signed in.
    private static func terminal(_ context: EgretContext) -> EgretContext {
        var terminal = context
        terminal.surface = .terminal
        terminal.sessionToken = nil
        terminal.actor = nil
        terminal.banner = nil
        terminal.display = Display()
        terminal.place = "/"
        return terminal
    }
}
