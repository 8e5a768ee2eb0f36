import Base
import Catalogue
import Exchange

/// Where a case belongs that an office of a district decides.
enum StepRegion: Hashable {
    /// To a district of this city, or to another city whose office decides here.
    case place(DivisionCode)
    /// To none of them: this city's own office decides.
    case outside
    /// Nothing says it: where the case was handed in.
    case unknown

    init(_ region: HandlingStep.Region, of step: HandlingStep, in form: CaseForm) {
        switch region {
        case .answer(let id):
            let code = form.answers[id].map { String($0.prefix { $0 != " " }) } ?? ""
            let place = Self.places(of: step).first { $0.code == code }?.division
            self = code.isEmpty ? .unknown : place.map(Self.place) ?? .outside
        case .register(let field):
            guard case .text(let text)? = form.file.record?[field] else {
                self = .unknown
                return
            }
            self.init(registered: text, among: Self.places(of: step))
        }
    }

    /// The place that an address names first, as the greater stands before the smaller; one that names none says nothing.
    init(registered address: String, among places: [PlaceName]) {
        let named = places.compactMap { place in
            address.firstRange(of: place.name[.mandarin]).map { (at: $0.lowerBound, place: place) }
        }
        self = named.min { $0.at < $1.at }?.place.division.map(Self.place) ?? .unknown
    }

    static func places(of step: HandlingStep) -> [PlaceName] { PlaceName.districts + step.partners }
}

extension StepQueue {
    /// The queue of a step of a case that was handed in in a district, or at home.
    ///
    /// - Throws: ``CaseRefused/unknownCase`` where an office of a district is to decide and nobody knows of which.
    init(_ step: HandlingStep, of form: CaseForm?, handedInIn station: DivisionCode?) throws(CaseRefused) {
        var division = station
        if step.level >= Self.countyLevel, let region = step.region, let form {
            switch StepRegion(region, of: step, in: form) {
            case .place(let there): division = there
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

extension CaseForm {
    /// The steps that another city's office decides, as far as the form says by now, each with what that city is called.
    var stepsElsewhere: [(step: HandlingStep, city: PlaceName)] {
        item.steps.compactMap { step in
            guard let region = step.region, !step.partners.isEmpty,
                case .place(let there) = StepRegion(region, of: step, in: self)
            else { return nil }
            return step.partners.first { $0.division == there }.map { (step, $0) }
        }
    }
}
