public import Foundation
public import Wire

/// A printer whose tray is a folder: each paper becomes a PDF there, whole or not at all.
public struct FolderPrinter: Printer {
    let folder: URL

    public init(folder: URL) {
        self.folder = folder
    }

    public func condition() async -> PrinterCondition {
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder)
        return exists && isFolder.boolValue && FileManager.default.isWritableFile(atPath: folder.path)
            ? .ready : PrinterCondition([.offline])
    }

    public func print(_ paper: Paper) async -> PrintOutcome {
        do {
            try DurableFile.write(paper.pdf, to: folder.appending(path: paper.ticketID + ".pdf"))
            return PrintOutcome(state: .printed, reason: nil, pagesPrinted: paper.pages)
        } catch {
            return PrintOutcome(state: .failed, reason: PrinterReason.offline.rawValue, pagesPrinted: 0)
        }
    }
}
