extension Page {
    /// The case that the page is about.
    var caseNumber: String? {
        let parts = path.split(separator: "?")[0].split(separator: "/")
        return parts.count >= 2 && parts[0] == "cases" && parts[1] != "opening" ? String(parts[1]) : nil
    }

    /// "Take your paper": only this page leads to the rating.
    var saysItIsOut: Bool { status == 200 && links.contains { $0.hasSuffix("/rating") } }

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
