import Base
import Catalogue
import Exchange

/// Where a case belongs that an office of a district decides.
enum StepRegion: Hashable {
    case district(DivisionCode)
    /// To no district of this city: its own office decides.
    case outside
    /// Nothing says it: where the case was handed in.
    case unknown

    init(_ region: HandlingStep.Region, in form: CaseForm) {
        switch region {
        case .answer(let id):
            let code = form.answers[id].map { String($0.prefix { $0 != " " }) } ?? ""
            // Six zeros are the choice "elsewhere".
            let district = code == "000000" ? nil : DivisionCode(rawValue: code)
            self = code.isEmpty ? .unknown : district.map(Self.district) ?? .outside
        case .register(let field):
            guard case .text(let text)? = form.file.record?[field] else {
                self = .unknown
                return
            }
            self.init(registered: text)
        }
    }

    /// The district that an address names; one that names none says nothing.
    init(registered address: String) {
        let place = PlaceName.all.first { address.contains($0.name[.mandarin]) }
        self = place.flatMap { DivisionCode(rawValue: $0.code) }.map(Self.district) ?? .unknown
    }
}

extension StepQueue {
    /// The queue of a step of a case that was handed in in a district, or at home.
    ///
    /// - Throws: ``CaseRefused/unknownCase`` where an office of a district is to decide and nobody knows of which.
    init(_ step: HandlingStep, of form: CaseForm?, handedInIn station: DivisionCode?) throws(CaseRefused) {
        var division = station
        if step.level >= Self.countyLevel, let region = step.region, let form {
            switch StepRegion(region, in: form) {
            case .district(let there): division = there
            case .outside: division = nil
            case .unknown: break
            }
            // What belongs to no district, or was begun at home and says nothing of one, is the whole city's.
            guard division != nil else {
                self.init(step.department, of: nil)
                return
            }
        }
        let queue = division.map { StepQueue(step.department, level: step.level, in: $0) }
        guard let queue = queue ?? StepQueue(step.department, aboveCounty: step.level) else {
            throw .unknownCase
        }
        self = queue
    }
}
