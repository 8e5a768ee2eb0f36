import Base
import Catalogue
import Web

extension CaseStep {
    /// Who has it, for its person: the department, and where it is another city's or went to another office also which that is.
    func office(in catalogue: Catalogue, _ phrases: Phrases) -> String {
        let language = phrases.language
        let name = catalogue.department(department)?.name[language] ?? ""
        guard referrals > 0 || queue.division?.isOtherCity == true else { return name }
        let place = queue.division.flatMap(catalogue.place)
        return phrases(
            "kiosk.step.office",
            ["department": name, "place": place?[language] ?? phrases("kiosk.step.office.city")])
    }
}
