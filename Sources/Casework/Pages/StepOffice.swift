import Base
import Catalogue
import Web

extension CaseStep {
    /// Who has it, for its person: the department, and once it went to another office of it also which that is.
    func office(in catalogue: Catalogue, _ phrases: Phrases) -> String {
        let language = phrases.language
        let name = catalogue.department(department)?.name[language] ?? ""
        guard referrals > 0 else { return name }
        let place = queue.division.flatMap { code in PlaceName.all.first { $0.code == code.rawValue } }
        return phrases(
            "kiosk.step.office",
            ["department": name, "place": place?.name[language] ?? phrases("kiosk.step.office.city")])
    }
}
