import Wire

extension Page {
    /// The case that the page is about.
    var caseNumber: String? {
        let parts = path.split(separator: "?")[0].split(separator: "/")
        return parts.count >= 2 && parts[0] == "cases" && parts[1] != "opening" ? String(parts[1]) : nil
    }

    /// The paper that the page is about.
    var sheet: Sheet? {
        guard let number = caseNumber, let place = path.split(separator: "?")[0].split(separator: "/").last
        else { return nil }
        return CasePaper(place: String(place)).map { Sheet(number: number, paper: $0) }
    }

    /// "Take your paper": only this page leads to the rating, or back to the case of a letter.
    var saysItIsOut: Bool { status == 200 && taken != nil }

    /// Where who has taken her paper goes on.
    var taken: String? {
        links.first { $0.hasSuffix("/rating") }
            ?? (sheet?.paper.isLetter == true ? links.first { $0 == "/cases/\(caseNumber ?? "")" } : nil)
    }

    /// The question that a department has asked again.
    var asked: String? { path.hasSuffix("/standing") ? links.first { $0.contains("/questions/") } : nil }

    /// Handed in, with nothing on the page for its person to do.
    var saysItIsBeingDecided: Bool {
        status == 200 && path.hasSuffix("/standing")
            && !forms.contains { $0.action.hasSuffix("/corrections") || $0.action.hasSuffix("/refusal") }
            && asked == nil
    }

    /// A trouble of which the printer is sure.
    var saysNothingCame: Bool {
        status == 200 && form("/terminal/print") != nil
            && ["printer-paper-out", "printer-jam", "printer-offline"].contains {
                path.hasSuffix("?problem=" + $0)
            }
    }
}

extension Page.Scan {
    func has(_ needle: [UInt8]) -> Bool { find(needle, in: 0..<bytes.count - 1) != nil }
}
