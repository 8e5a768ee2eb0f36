import Base
import Casework
import Catalogue
import Foundation

/// What is shown beside a text that somebody is writing: what is wrong with it, or one of its pages.
struct EditorOutcome: Sendable {
    let defects: [EditorDefect]
    /// What could be better and keeps nobody from publishing it.
    let advice: [EditorDefect]
    /// Nil as long as there is a defect in the service itself.
    let preview: ServicePreview?
    let page: ServicePreview.Page
    /// The paper as PNG, where it is the page.
    let paper: [UInt8]?
}

/// Compiles what is being written and draws the page that is asked for.
struct LookAtDraft: Sendable {
    let drafts: ServiceDrafts
    let parts: CaseParts

    /// `isWritten` is false of what stands as it is: its version is raised by nobody any more.
    func callAsFunction(
        _ files: ServiceFiles, of id: ServiceID, page wanted: ServicePreview.Page?,
        from effectiveFrom: Instant? = nil, isWritten: Bool = true
    ) async throws -> EditorOutcome {
        guard !files.isTooLarge else { throw DraftRefused.tooLarge }
        let check = try await drafts.check(files, of: id)
        var defects = files.strangers.map {
            EditorDefect(
                $0, 1, "A service has no file of this name",
                "Call a picture guide/name.svg, in small letters, digits and hyphens", in: files, of: id)
        }
        defects += check.defects.map { EditorDefect($0, in: files, of: id) }
        guard let item = check.item else {
            return EditorOutcome(defects: defects, advice: [], preview: nil, page: .service, paper: nil)
        }
        if isWritten {
            defects += try await drafts.unraised(item, in: files).map { EditorDefect($0, in: files, of: id) }
        }
        let findings = drafts.findings(item, in: files, from: effectiveFrom)
        func found(_ weight: CatalogueLint.Finding.Weight) -> [EditorDefect] {
            findings.filter { $0.weight == weight }.map { EditorDefect($0.defect, in: files, of: id) }
        }
        defects += found(.error)
        let preview = ServicePreview(item, parts)
        // A question that is gone leaves the first page.
        let page = wanted.flatMap { preview.pages.contains($0) ? $0 : nil } ?? .service
        let (png, fault) = try await preview.paper()
        if let fault {
            defects.append(
                EditorDefect(fault.file, max(1, fault.line), fault.what, fault.remedy, in: files, of: id))
        }
        return EditorOutcome(
            defects: defects, advice: found(.warning), preview: preview, page: page,
            paper: page == .paper ? png : nil)
    }
}
