import Base
import Casework
import Catalogue
import Staff
import Web

/// A service's files to write in, and beside them what the compiler and the terminal make of them.
struct EditorPage {
    let id: ServiceID
    /// As it stands in the text fields, saved or not.
    let files: ServiceFiles
    /// The saving that the next one comes after; 0 before the first.
    let revision: Int
    let outcome: EditorOutcome
    /// The names of what the release brought besides the service itself.
    let released: Set<String>
    /// The file of the release about which she is asked whether it shall go.
    var asked: String?
    /// What somebody else has saved meanwhile; nil when nobody has.
    var meanwhile: ServiceDraft?
    var saved: ServiceDraft?
    /// What another person has been asked to agree to and has not decided.
    var waiting: [WaitingVersion] = []
    /// The version that is offered, where the latest saving says something else.
    var offered: Int?

    static func address(_ id: ServiceID) -> String { "/catalogue/editor/\(id.rawValue)" }

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let name = outcome.preview?.item.name[context.language] ?? id.rawValue
        return frame.desk(
            context, title: phrases("editor.of", ["service": name]), script: ["editor.js"],
            hasErrors: meanwhile != nil || asked != nil
        ) {
            if let meanwhile { conflict(meanwhile, phrases) }
            if let offered, let version = outcome.preview?.item.version, version < offered {
                Notice(
                    .warning, phrases("editor.overtaken", ["version": String(offered)]),
                    phrases("editor.overtaken.text")
                ).html
            }
            for one in waiting { one.html(phrases) }
            state(phrases)
            element("form", .method("post"), .action(Self.address(id)), .class("editor")) {
                void("input", .type("hidden"), .name("revision"), .value(String(revision)))
                element("div", .class("editor-text")) {
                    enter(phrases)
                    if let asked { takeOut.question(asked, phrases) }
                    text("source", "service.yml", "service.yml", rows: 34, nil, phrases)
                    text(
                        "layout", "document.yml", "document.yml", rows: 12, phrases("editor.layout.hint"),
                        phrases)
                    parts(phrases)
                    element("div", .class("actions")) {
                        Button(phrases("editor.save"), name: EditorAct.field, value: EditorAct.save.value)
                            .html
                        Button(
                            phrases("editor.show"), .secondary, name: EditorAct.field,
                            value: EditorAct.show.value
                        ).html
                    }
                }
                element(
                    "section", .id("outcome"), .class("editor-outcome"), .ariaLabel(phrases("editor.outcome"))
                ) {
                    OutcomePart(outcome: outcome).html(frame, context)
                }
            }
            UncheckedPart().html(phrases)
            actions(
                Button(phrases("editor.difference"), .secondary, to: Self.address(id) + "/difference"),
                Button(phrases("editor.back"), .link, to: "/catalogue/editor"))
        }
    }

    /// Whether somebody decides about this version already.
    private var isAsked: Bool {
        waiting.contains { $0.proposal.version == outcome.preview?.item.version }
    }

    private var takeOut: TakeOutPart { TakeOutPart(files: files, released: released) }

    /// The form's first button is what the Enter key presses: it takes nothing out.
    private func enter(_ phrases: Phrases) -> HTML {
        element(
            "button", .class("unseen"), .name(EditorAct.field), .value(EditorAct.save.value), .tabIndex(-1),
            .ariaHidden(true)
        ) { phrases("editor.save") }
    }

    private func state(_ phrases: Phrases) -> HTML {
        element("p", .class("hint")) {
            if let saved {
                phrases(
                    "editor.saved",
                    [
                        "revision": String(saved.revision), "account": saved.savedBy,
                        "at": ChinaTime.minute(saved.savedAt, in: phrases.language),
                    ])
                if saved.revision > 1 {
                    " "
                    element("a", .href("\(Self.address(id))?revision=\(saved.revision - 1)")) {
                        phrases("editor.earlier")
                    }
                }
                if let offered {
                    " "
                    element("a", .href("\(Self.address(id))?offered=\(offered)")) {
                        phrases("editor.offered", ["version": String(offered)])
                    }
                }
                if outcome.defects.isEmpty, !isAsked {
                    " "
                    element("a", .href(Self.address(id) + "/difference")) { phrases("editor.publish") }
                }
            } else {
                phrases("editor.unsaved")
            }
        }
    }

    /// What the folder holds besides, and a place for a picture more.
    private func parts(_ phrases: Phrases) -> HTML {
        let pictures = EditorForm.pictures(files)
        let isSaid = files.parts[ServicePart.spoken] != nil || !pictures.isEmpty || !files.removed.isEmpty
        return element("details", .open(!files.strangers.isEmpty || isSaid)) {
            element("summary") { phrases("editor.parts") }
            element("p", .class("hint")) { phrases("editor.parts.hint") }
            for (field, file) in EditorForm.fixed {
                text(field, file, file, rows: 8, phrases("editor.\(field).hint"), phrases)
            }
            for (index, file) in pictures.prefix(EditorForm.picturesMax - 1).enumerated() {
                picture(index, file, phrases)
            }
            for file in files.removed.sorted() where ServicePart.isPicture(file) {
                takeOut.html(file, phrases)
            }
            picture(min(pictures.count, EditorForm.picturesMax - 1), nil, phrases)
        }
    }

    private func picture(_ index: Int, _ file: String?, _ phrases: Phrases) -> HTML {
        fragment {
            Field(
                .text, name: EditorForm.name(index), label: phrases("editor.picture.name"),
                value: file ?? "", max: 120
            ).html
            text(
                EditorForm.drawing(index), phrases("editor.picture"), file ?? "", rows: 6,
                file == nil ? phrases("editor.picture.hint") : nil, phrases)
        }
    }

    /// `file` is the name below the service's folder; what is not there yet is empty.
    private func text(
        _ name: String, _ label: String, _ file: String, rows: Int, _ hint: String?, _ phrases: Phrases
    ) -> HTML {
        fragment {
            element("p", .class("field")) {
                element("label", .for(name)) { label }
                if let hint { element("span", .id("\(name)-hint"), .class("hint")) { hint } }
                element(
                    "textarea", .id(name), .name(name), .rows(rows), .spellCheck(false), .autocomplete("off"),
                    .describedBy(hint.map { _ in "\(name)-hint" }), .class("code"), .data("name", file)
                ) {
                    // A browser drops the first line end of a text field.
                    "\n" + (files.text(file) ?? "")
                }
            }
            takeOut.html(file, phrases)
        }
    }

    private func conflict(_ draft: ServiceDraft, _ phrases: Phrases) -> HTML {
        fragment {
            Notice(
                .warning,
                phrases(
                    "editor.meanwhile",
                    [
                        "account": draft.savedBy,
                        "at": ChinaTime.minute(draft.savedAt, in: phrases.language),
                    ]),
                phrases("editor.meanwhile.text")
            ).html
            FilesDifference(old: draft.files, new: files).html(
                phrases, label: phrases("editor.meanwhile.difference"))
            actions(
                Button(
                    phrases("editor.meanwhile.theirs"), .link,
                    to: "\(Self.address(id))?revision=\(draft.revision)"))
        }
    }
}

/// Every file of a service that differs, the service itself first and always.
struct FilesDifference {
    /// Nil for a service that nobody knows yet.
    let old: ServiceFiles?
    let new: ServiceFiles

    /// `label` stands before the files' names; nil: they stand alone.
    func html(_ phrases: Phrases, label: String? = nil) -> HTML {
        let names = new.names + (old?.names ?? []).filter { !new.names.contains($0) }
        return fragment {
            for name in names where name == "service.yml" || old?.text(name) != new.text(name) {
                DifferencePart(
                    difference: TextDifference(from: old?.text(name) ?? "", to: new.text(name) ?? ""),
                    label: heading(name, label, phrases)
                ).html(phrases)
            }
        }
    }

    /// The name of a file, and whether it goes.
    private func heading(_ name: String, _ label: String?, _ phrases: Phrases) -> String {
        let words = new.removed.contains(name) ? phrases("editor.taken-out", ["file": name]) : name
        return label.map { "\($0): \(words)" } ?? words
    }
}

/// Lines that went and came, told apart by a sign and not by colour alone.
struct DifferencePart {
    let difference: TextDifference
    let label: String

    func html(_ phrases: Phrases) -> HTML {
        fragment {
            element("h3") { label }
            if difference.isEmpty {
                element("p") { phrases("editor.same") }
            } else {
                element("pre", .class("difference"), .tabIndex(0), .ariaLabel(label)) {
                    for line in difference.lines {
                        element("span", .class(line.kind.rawValue)) { Self.sign(line) + line.text + "\n" }
                    }
                }
            }
        }
    }

    private static func sign(_ line: TextDifference.Line) -> String {
        switch line.kind {
        case .added: "+ \(line.number) "
        case .removed: "- \(line.number) "
        case .same: "  \(line.number) "
        case .gap: ""
        }
    }
}
