extension Page {
    /// The case that the page is about.
    var caseNumber: String? {
        let parts = path.split(separator: "?")[0].split(separator: "/")
        return parts.count >= 2 && parts[0] == "cases" && parts[1] != "opening" ? String(parts[1]) : nil
    }

    /// "Take your paper": only this page leads to the rating.
    var saysItIsOut: Bool { status == 200 && links.contains { $0.hasSuffix("/rating") } }

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
