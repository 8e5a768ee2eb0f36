import Base
import Catalogue
import Foundation

/// One thing that is wrong, with the line it stands on.
struct EditorDefect: Hashable, Sendable {
    /// Below the service's folder; what lies elsewhere is named by its path.
    let file: String
    let line: Int
    /// The line itself, empty where the file has no such line.
    let text: String
    let message: DefectText
    let remedy: DefectText

    init(
        _ file: String, _ line: Int, _ message: DefectText, _ remedy: DefectText, in files: ServiceFiles,
        of id: ServiceID
    ) {
        let own = id.rawValue + "/"
        self.file = file.hasPrefix(own) ? String(file.dropFirst(own.count)) : file
        self.line = line
        self.message = message
        self.remedy = remedy
        text =
            files.text(self.file)?
            .split(separator: "\n", maxSplits: max(0, line), omittingEmptySubsequences: false)
            .dropFirst(max(0, line - 1)).first.map { String($0.prefix(120)) } ?? ""
    }

    init(_ defect: CatalogueDefect, in files: ServiceFiles, of id: ServiceID) {
        self.init(defect.file, defect.line, defect.message, defect.remedy, in: files, of: id)
    }

    /// Message and remedy as her language has them; else in English, and then `foreign` says so.
    func words(in language: Language) -> (text: String, foreign: Language?) {
        let table = DefectWords.table(language)
        guard let message = message.text(by: table), let remedy = remedy.text(by: table) else {
            return ("\(self.message). \(self.remedy).", language == .english ? nil : .english)
        }
        return ("\(message)。\(remedy)。", nil)
    }
}
