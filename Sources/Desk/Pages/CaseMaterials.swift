import Base
import Casework
import Catalogue
import Staff
import Uploads
import Web

/// Each paper that the service wants of this person and where it came from: shared by its holder, sent, or shown by her.
struct CaseMaterials {
    enum Origin: String, CaseIterable {
        /// The data are there, so its person was spared it.
        case shared
        /// It would have been shared, and no register answered.
        case silent
        /// The office that offers the service made it itself.
        case own
        /// What she proved herself with, before anything was asked.
        case identity
        /// Shown at the terminal, a counter or the visit.
        case shown
        /// In the files of the question that takes it.
        case sent
        /// The question that takes it has no file.
        case missing
    }

    let form: CaseForm
    let catalogue: Catalogue
    let files: [Upload]

    func html(_ phrases: Phrases, _ language: Language) -> HTML {
        let wanted = Set(form.materials.map(\.material))
        // Which register shared a paper is known of all of them together: to say it of some would be a guess.
        let materials = form.item.materials.filter {
            (wanted.contains($0) || form.isSpared($0)) && (form.sight == nil || $0.source != .register)
        }
        let taken = Set(materials.compactMap(\.question))
        return fragment {
            element("h2") { phrases("clerk.materials.title") }
            deskTable([phrases("clerk.materials.name"), phrases("clerk.materials.origin")]) {
                for material in materials {
                    row(material.name[language]) {
                        element("div") { words(material, phrases) }
                        if origin(material) == .shared { sharers(phrases, language) }
                    }
                }
                for question in form.route where !taken.contains(question.id) && count(question.id) > 0 {
                    row(question.label[language]) {
                        phrases("clerk.materials.sent", count: count(question.id))
                    }
                }
            }
        }
    }

    func origin(_ material: Material) -> Origin {
        switch material.source {
        case .issuedHere: return .own
        case .identity: return .identity
        case .register: return answering.isEmpty ? .silent : .shared
        case .person, .shown:
            if form.isSpared(material) || material.sparedBySharing && !answering.isEmpty { return .shared }
            if let question = material.question { return count(question) > 0 ? .sent : .missing }
            return material.sparedBySharing ? .silent : .shown
        }
    }

    private func words(_ material: Material, _ phrases: Phrases) -> String {
        let origin = origin(material)
        return switch (origin, material.question) {
        case (.sent, let question?): phrases("clerk.materials.sent", count: count(question))
        default: phrases("clerk.materials.\(origin.rawValue)")
        }
    }

    private func count(_ question: String) -> Int { files.count { $0.question == question } }

    /// The registers that said anything of her.
    private var answering: [Register] {
        form.item.registers.filter { use in use.fields.contains { form.file.record?[$0] != nil } }
            .compactMap { catalogue.register($0.resource) }
    }

    private func sharers(_ phrases: Phrases, _ language: Language) -> HTML {
        fragment {
            for register in answering {
                element("div", .class("hint")) {
                    [
                        catalogue.department(register.department)?.name[language], register.name[language],
                        form.file.recordReadAt.map { ChinaTime.minute($0, in: language) },
                    ].compactMap(\.self).joined(separator: phrases("clerk.comma"))
                }
            }
        }
    }

    private func row(_ name: String, @HTMLBuilder origin: () -> HTML) -> HTML {
        element("tr") {
            element("td") { name }
            element("td") { origin() }
        }
    }
}
