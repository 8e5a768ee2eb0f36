import Base
import Foundation
import Yams

/// What the services of a catalogue share: the departments' registers, and the steps of the guides.
struct CatalogueShelf: Sendable {
    let registers: [String: Register]
    let pictures: PictureShelf
    /// By id.
    let steps: [String: GuideStep]
    let spoken: SpokenWords
    /// Every department of the house, for steps that others take.
    let departments: Set<DepartmentID>
    /// How electronic licences are named; nil where nobody has said.
    var licences: LicenceRules?
    /// The other cities whose offices may decide here, by code.
    var partners: [String: PlaceName] = [:]

    /// - Returns: Nil after reporting that no department declares it.
    func register(_ id: String, at value: YAMLValue) -> Register? {
        guard ServiceID(rawValue: id) != nil else {
            value.refuse("A register is named <department>/<resource>", "Write it like police/residents")
            return nil
        }
        guard let register = registers[id] else {
            value.refuse(
                "No department declares the register \(id)", "Declare it in registers.yml of its department")
            return nil
        }
        return register
    }

    func field(_ id: String, of register: String) -> RegisterField? { registers[register]?.field(id) }

    /// What rules of a service may look at besides answers.
    func scope(of uses: [RegisterUse]) -> [String: RuleType] {
        var scope = RuleFacts.personTypes
        for use in uses {
            for name in use.fields {
                scope["\(use.resource).\(name)"] = field(name, of: use.resource)?.type
            }
        }
        return scope
    }

    /// A step by its name among the shared ones, or one of the service's own.
    func guideStep(_ value: YAMLValue, of own: OwnGuide) -> GuideStep? {
        if value.node?.mapping != nil {
            return Self.step(value.mapping(["text", "picture", "spoken"]), pictures, spoken, own)
        }
        let name = value.text(max: 60)
        guard let step = steps[name] else {
            value.refuse(
                "There is no shared step \"\(name)\"",
                "Write one of: \(steps.keys.sorted().joined(separator: ", ")), or text, picture and spoken")
            return nil
        }
        return step
    }

    static func step(
        _ map: YAMLMapping, _ pictures: PictureShelf, _ spoken: SpokenWords, _ own: OwnGuide?
    ) -> GuideStep {
        let picture = map["picture"].text(max: 100)
        let key = map["spoken"].text(max: 100)
        let drawing = own?.drawing(picture)
        return GuideStep(
            text: map["text"].localText(max: 40), picture: picture,
            file: pictures.file(
                picture, for: own?.folder(of: picture) ?? pictures.shared, drawing: drawing,
                at: map["picture"]),
            spoken: key,
            said: own?.words(key, at: map["spoken"], beside: spoken) ?? spoken.words(key, at: map["spoken"]),
            drawing: drawing)
    }
}
