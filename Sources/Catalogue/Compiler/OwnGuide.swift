import Base
import Foundation

/// What a service's own `guide/` holds: pictures and spoken words, in its folder or published over it.
struct OwnGuide {
    let id: ServiceID
    let files: CatalogueFiles
    /// What it says besides the words that all services share.
    private let words: SpokenWords

    init(_ id: ServiceID, in files: CatalogueFiles, beside shared: SpokenWords, _ report: DefectReport) {
        self.id = id
        self.files = files
        let path = "\(id.rawValue)/\(ServicePart.spoken)"
        words =
            files.exists(path)
            ? YAMLFile(path: path, report: report).read(in: files).map { SpokenWords.own($0, beside: shared) }
                ?? SpokenWords(texts: [:])
            : SpokenWords(texts: [:])
    }

    /// Where the release's picture lies; nil for one that is taken out.
    func folder(of picture: String) -> URL? {
        files.isTakenOut(path(picture)) ? nil : files.folder.appending(path: id.rawValue)
    }

    /// A picture that is published over the folder; nil for one of the release.
    func drawing(_ picture: String) -> String? {
        files.published[path(picture)].flatMap { $0.isEmpty ? nil : $0 }
    }

    private func path(_ picture: String) -> String { "\(id.rawValue)/guide/\(picture)" }

    /// What a key says, and where nobody has written it what the shared words say of that.
    func words(_ key: String, at value: YAMLValue, beside shared: SpokenWords) -> LocalText {
        words.texts[key] ?? shared.words(key, at: value)
    }

    /// Complains of what no step of the guide shows or says, since nobody would find it.
    ///
    /// Where no step can be read, that is the fault.
    func refuseIdle(_ steps: [GuideStep], _ report: DefectReport) {
        guard !steps.isEmpty else { return }
        let prefix = "\(id.rawValue)/"
        for path in files.published.keys.sorted() where path.hasPrefix(prefix) && !files.isTakenOut(path) {
            guard let name = ServicePart.pictureName(String(path.dropFirst(prefix.count))),
                !steps.contains(where: { $0.picture == name && $0.drawing != nil })
            else { continue }
            report.add(
                path, 1, "No step of the guide shows \(name)",
                remedy: "Name it as the picture of a step under guide, or take it out")
        }
        for key in words.texts.keys.sorted() where !steps.contains(where: { $0.spoken == key }) {
            report.add(
                prefix + ServicePart.spoken, 1, "No step of the guide says \(key)",
                remedy: "Name it as what a step says, or take it out")
        }
    }
}
