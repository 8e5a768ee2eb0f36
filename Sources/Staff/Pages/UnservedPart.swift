import Base
import Web

/// The offices for which nobody decides, for those who ask people in.
struct UnservedPart {
    /// More than this have another cause than a forgotten invitation; the console names them all.
    static let officesMax = 50

    /// Those first in which steps lie.
    let offices: [UnservedOffice]

    func html(_ phrases: Phrases) -> HTML {
        guard !offices.isEmpty else { return HTML() }
        return fragment {
            element("h2") { phrases("staff.unserved.title") }
            element("p") { phrases("staff.unserved.lead", ["count": "\(offices.count)"]) }
            deskTable([
                phrases("staff.person.department"), phrases("staff.person.place"),
                phrases("staff.unserved.steps"),
            ]) {
                for office in offices.prefix(Self.officesMax) {
                    element("tr", .class(office.steps > 0 ? "overdue" : nil)) {
                        element("td") { office.department }
                        element("td") {
                            office.region?.rawValue ?? phrases("staff.unserved.level.\(office.level)")
                        }
                        element("td") { String(office.steps) }
                    }
                }
            }
            if offices.count > Self.officesMax {
                element("p", .class("hint")) {
                    phrases("staff.unserved.more", ["count": "\(offices.count - Self.officesMax)"])
                }
            }
        }
    }
}
