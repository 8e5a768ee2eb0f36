import Catalogue
import Web

/// Takes a file that the release brought out of a version, after a question, and puts it back.
struct TakeOutPart {
    let files: ServiceFiles
    /// The names of what the release brought besides the service itself.
    let released: Set<String>

    /// Below a file's text: the way to be without it or, where this version is, to have it again.
    func html(_ file: String, _ phrases: Phrases) -> HTML {
        fragment {
            if files.removed.contains(file) {
                void("input", .type("hidden"), .name(EditorForm.removed), .value(file))
                element("p", .class("hint")) { phrases("editor.taken-out", ["file": file]) }
                actions(button(.putBack(file), .secondary, phrases("editor.put-back", ["file": file])))
            } else if released.contains(file) {
                actions(button(.ask(file), .secondary, phrases("editor.take-out", ["file": file])))
            }
        }
    }

    /// Asks before a file goes.
    func question(_ file: String, _ phrases: Phrases) -> HTML {
        fragment {
            Notice(
                .warning, phrases("editor.take-out.ask", ["file": file]), phrases("editor.take-out.text")
            ).html
            actions(
                button(.takeOut(file), .danger, phrases("editor.take-out.yes")),
                button(.show, .secondary, phrases("editor.take-out.no")))
        }
    }

    private func button(_ act: EditorAct, _ kind: Button.Kind, _ label: String) -> Button {
        Button(label, kind, name: EditorAct.field, value: act.value)
    }
}
