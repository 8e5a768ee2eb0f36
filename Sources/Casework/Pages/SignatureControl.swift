import Base
import Catalogue
import Foundation
public import Web

/// A field in which one signs with a finger or a pen, and a line for who cannot draw or has no script.
struct SignatureControl {
    static let script = "signature.js"

    private static let drawn = "answer"
    private static let name = "answer-rest"

    let answer: String?
    let hint: String?
    let error: String?

    /// The answer as a form carries it: the drawing, or the typed name where there is none.
    static func typed(in form: Form) -> String {
        let lines = (form[drawn] ?? "").trimmingSpaces()
        guard lines.isEmpty else { return lines }
        let typed = (form[name] ?? "").trimmingSpaces()
        return typed.isEmpty ? "" : Signature.typedMark + typed
    }

    func html(_ phrases: Phrases) -> HTML {
        element("div", .class("fields signature"), .data("signature", Self.drawn)) {
            if let hint { element("p", .class("hint")) { hint } }
            if let error { element("p", .class("error"), .id("signature-error")) { error } }
            element("div", .class("signature-pad"), .hidden(true)) {
                element(
                    "canvas", .width(Signature.width), .height(Signature.height), .role("img"),
                    .ariaLabel(phrases("kiosk.question.signature.field"))
                ) {}
                element("button", .class("button secondary"), .type("button")) {
                    phrases("kiosk.question.signature.again")
                }
            }
            void(
                "input", .type("hidden"), .id(Self.drawn), .name(Self.drawn),
                .value(Masking.kept(lines)))
            Field(
                .text, name: Self.name, label: phrases("kiosk.question.signature.name"),
                hint: phrases("kiosk.question.signature.hint"), value: typedName, max: 60
            ).html
        }
    }

    private var lines: String {
        guard let answer, case .drawn = Signature(answer)?.kind else { return "" }
        return answer
    }

    private var typedName: String? {
        guard let answer, answer.hasPrefix(Signature.typedMark) else { return nil }
        return String(answer.dropFirst(Signature.typedMark.count))
    }
}

/// A drawn signature as a picture on a page.
public struct SignaturePicture {
    let strokes: [[Signature.Point]]

    /// Nil for what was not drawn.
    public init?(_ answer: String) {
        guard case .drawn(let strokes)? = Signature(answer)?.kind else { return nil }
        self.strokes = strokes
    }

    public func html(alt: String) -> HTML {
        let lines = strokes.map { stroke in
            "M" + stroke.map { "\($0.x) \($0.y)" }.joined(separator: "L")
        }.joined()
        let svg =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(Signature.width) \(Signature.height)\">"
            + "<path d=\"\(lines)\" fill=\"none\" stroke=\"#0f2430\" stroke-width=\"4\" stroke-linecap=\"round\" "
            + "stroke-linejoin=\"round\"/></svg>"
        return void(
            "img", .class("signature-picture"),
            .src("data:image/svg+xml;base64," + Data(svg.utf8).base64EncodedString()), .alt(alt),
            .width(Signature.width / 2), .height(Signature.height / 2))
    }
}
