import Base
import Staff
import Stations
import Web

/// Who helps at which station, how much, and the form that asks for one more.
struct VolunteersPage {
    let lines: [VolunteerList.Line]
    let stations: [Station]
    let mayKeep: Bool
    let proof: ProofLink

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.desk(context, title: phrases("volunteers.title")) {
            element("p") { phrases("volunteers.lead", ["most": "\(VolunteerFigures.hourMax)"]) }
            deskTable(
                ["number", "name", "phone", "station", "day", "hour", "state"].map {
                    phrases("volunteers.\($0)")
                }
            ) {
                for line in lines { row(line, phrases, context) }
            }
            if mayKeep { form(phrases, context) }
        }
    }

    private func row(_ line: VolunteerList.Line, _ phrases: Phrases, _ context: EgretContext) -> HTML {
        let (volunteer, figures) = (line.volunteer, line.figures)
        let station = stations.first { $0.id == volunteer.station }
        return element("tr", .class(figures.standsOut ? "overdue" : "")) {
            element("td") { volunteer.number }
            element("td") { HTML.typed(volunteer.name.text) }
            element("td") { volunteer.phone.masked }
            element("td") { station?.name[context.language] ?? volunteer.station }
            element("td") { "\(figures.visitsOfDay)" }
            element("td") {
                "\(figures.visitsOfFullestHour)"
                if figures.standsOut { " · " + phrases("volunteers.stands-out") }
            }
            element("td") {
                if volunteer.retiredAt != nil {
                    phrases("volunteers.retired")
                } else if mayKeep {
                    element(
                        "form", .method("post"), .action("/volunteers/\(volunteer.id)/retirement"),
                        .data("once", "true")
                    ) {
                        element("button", .class("button secondary")) {
                            phrases("volunteers.retire")
                            element("span", .class("unseen")) { " \(volunteer.number)" }
                        }
                    }
                } else {
                    phrases("volunteers.helps")
                }
            }
        }
    }

    private func form(_ phrases: Phrases, _ context: EgretContext) -> HTML {
        fragment {
            element("h2") { phrases("volunteers.new") }
            proof.html(phrases)
            element("form", .method("post"), .action("/volunteers"), .data("once", "true")) {
                Field(
                    .text, name: "name", label: phrases("volunteers.name"), max: PersonName.lengthMax
                ).html
                Field(
                    .text, name: "number", label: phrases("volunteers.citizen"),
                    hint: phrases("volunteers.citizen.hint"), max: 30
                ).html
                Field(.phone, name: "phone", label: phrases("volunteers.phone"), max: 20).html
                Choice(
                    name: "station", label: phrases("volunteers.station"),
                    options: stations.map { .init($0.id, $0.name[context.language]) }
                ).html
                Field(
                    .text, name: "reason", label: phrases("staff.approval.reason"),
                    max: RequestApproval.reasonMax
                ).html
                actions(Button(phrases("volunteers.ask")))
            }
        }
    }
}
