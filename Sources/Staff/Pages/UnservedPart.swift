import Base
import Web

/// The offices for which nobody decides, for those who ask people in; each department's behind its name.
struct UnservedPart {
    /// More than this have another cause than a forgotten invitation.
    static let officesMax = 500

    /// Those first in which steps lie.
    let offices: [UnservedOffice]
    let places: DeskPlaces

    func html(_ phrases: Phrases) -> HTML {
        guard !offices.isEmpty else { return HTML() }
        return fragment {
            element("h2") { phrases("staff.unserved.title") }
            element("p") { phrases("staff.unserved.lead", ["count": "\(offices.count)"]) }
            for department in departments { part(department.code, department.offices, phrases) }
            if offices.count > Self.officesMax {
                element("p", .class("hint")) {
                    phrases("staff.unserved.more", ["count": "\(offices.count - Self.officesMax)"])
                }
            }
        }
    }

    /// Those first in whose offices the most steps lie.
    private var departments: [(code: String, offices: [UnservedOffice])] {
        let groups = Dictionary(grouping: offices.prefix(Self.officesMax), by: \.department)
        return groups.map { (code: $0.key, offices: $0.value) }
            .sorted { (-Self.steps($0.offices), $0.code) < (-Self.steps($1.offices), $1.code) }
    }

    private static func steps(_ offices: [UnservedOffice]) -> Int { offices.reduce(0) { $0 + $1.steps } }

    private func part(_ code: String, _ offices: [UnservedOffice], _ phrases: Phrases) -> HTML {
        element("details", .class("desk-act")) {
            element("summary") {
                phrases(
                    "staff.unserved.department",
                    [
                        "name": places.department(code, phrases.language), "count": "\(offices.count)",
                        "steps": "\(Self.steps(offices))",
                    ])
            }
            deskTable([phrases("staff.person.place"), phrases("staff.unserved.steps")]) {
                for office in offices {
                    element("tr", .class(office.steps > 0 ? "overdue" : nil)) {
                        element("td") {
                            office.region.map { places.region($0, phrases) }
                                ?? phrases("staff.unserved.level.\(office.level)")
                        }
                        element("td") { String(office.steps) }
                    }
                }
            }
        }
    }
}
