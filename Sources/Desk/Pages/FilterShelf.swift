import Base
import Staff
import Web

/// A clerk's saved filters, a key each, and the form that keeps the list she is looking at.
struct FilterShelf {
    let saved: [SavedFilter]
    let address: ListAddress

    /// The digits that the tabs leave.
    private static let keys = Array(4...9).map(String.init)

    private var current: SavedFilter? { saved.first { $0.list == address.after(nil).list } }

    func html(_ phrases: Phrases) -> HTML {
        fragment {
            if !saved.isEmpty { links(phrases) }
            element("details", .class("desk-act")) {
                element("summary") { phrases("clerk.saved.keep") }
                keep(phrases)
                if let current { remove(current, phrases) }
            }
        }
    }

    private func links(_ phrases: Phrases) -> HTML {
        element("nav", .class("tabs"), .ariaLabel(phrases("clerk.saved.title"))) {
            element("ul") {
                for (index, filter) in saved.enumerated() {
                    element("li") {
                        element(
                            "a", .href(filter.address.path),
                            .accessKey(index < Self.keys.count ? Self.keys[index] : nil),
                            .ariaCurrent(filter == current ? "page" : nil)
                        ) {
                            HTML.typed(filter.name)
                            if filter.isDefault { " · \(phrases("clerk.saved.first"))" }
                        }
                    }
                }
            }
        }
    }

    private func keep(_ phrases: Phrases) -> HTML {
        element("form", .method("post"), .action("/work/filters"), .data("once", "true")) {
            address.after(nil).field
            Field(
                .text, name: "name", label: phrases("clerk.saved.name"), value: current?.name,
                max: SavedFilter.nameMax
            ).html
            element("p") {
                element("label") {
                    void(
                        "input", .type("checkbox"), .name("first"), .value("on"),
                        .checked(current?.isDefault == true))
                    " \(phrases("clerk.saved.first.label"))"
                }
            }
            actions(Button(phrases("clerk.saved.button"), .secondary))
        }
    }

    private func remove(_ filter: SavedFilter, _ phrases: Phrases) -> HTML {
        element("form", .method("post"), .action("/work/filters/removal"), .data("once", "true")) {
            void("input", .type("hidden"), .name("name"), .value(filter.name))
            actions(Button(phrases("clerk.saved.remove"), .link))
        }
    }
}
