import Base
import Web

/// What the log is, in plain words, and how far it has come.
struct AuditPage {
    let origin: String
    let status: AuditStatus
    let key: String
    let delayed: (now: Int64, ever: Int64)

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.site(context, title: phrases("audit.title"), lead: phrases("audit.lead")) {
            element("p") { phrases("audit.people") }
            element("p") { phrases("audit.why") }
            if let root = status.root {
                SummaryList([
                    .init(phrases("audit.name"), origin),
                    .init(phrases("audit.size"), String(status.size)),
                    .init(phrases("audit.root"), root.hex),
                    .init(phrases("audit.key"), key),
                ]).html(phrases)
                element("p") {
                    phrases("audit.delayed", ["now": "\(delayed.now)", "ever": "\(delayed.ever)"])
                }
            } else {
                element("p", .class("hint")) { phrases("audit.waiting") }
            }
            element("h2") { phrases("audit.check") }
            element("p") { phrases("audit.check.text", ["command": "egret verify audit"]) }
            element("h2") { phrases("audit.links") }
            element("ul") {
                link("/audit/checkpoint", phrases("audit.links.checkpoint"))
                link("/audit/key", phrases("audit.links.key"))
                if status.size > 0 {
                    link(firstEntries, phrases("audit.links.entries"))
                }
            }
        }
    }

    private var firstEntries: String {
        let width = TileID.width(level: 0, index: 0, treeSize: status.size)
        return "/audit/" + TileID(.entries, 0, width: width).path
    }

    private func link(_ path: String, _ label: String) -> HTML {
        element("li") { element("a", .href(path)) { label } }
    }
}
