import Casework
import Web

/// What the last press came to, told on the list it leads to: a closed word and two figures, since it stands in an address.
struct WorkDone: Hashable {
    enum Act: String, CaseIterable {
        case claimed, approved, refused, released, returned, assigned, referred
        case asked = "correction-asked"
        case handedOver = "handed-over"
    }

    let act: Act
    let done: Int
    /// Ticked and left as they were.
    let skipped: Int

    init(_ act: Act, done: Int = 1, skipped: Int = 0) {
        self.act = act
        self.done = done
        self.skipped = skipped
    }

    /// From the address that ``query`` wrote; nil for anything else.
    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let act = Act(rawValue: parts[0]), let done = Self.count(parts[1]),
            let skipped = Self.count(parts[2])
        else { return nil }
        self.init(act, done: done, skipped: skipped)
    }

    private static func count(_ digits: String) -> Int? {
        Int(digits).flatMap { (0...WorkRoutes.batchMax).contains($0) && String($0) == digits ? $0 : nil }
    }

    var query: String { "done=\(act.rawValue).\(done).\(skipped)" }

    /// With the way on, where the list has a next one.
    func html(_ phrases: Phrases, _ next: CaseStep?, in list: ListAddress) -> HTML {
        fragment {
            Notice(
                done > 0 ? .success : .warning,
                phrases("clerk.done.\(act.rawValue)", ["count": String(done)]),
                skipped > 0 ? phrases("clerk.done.skipped", ["count": String(skipped)]) : nil
            ).html
            if let next { element("p") { Self.next(next, in: list, phrases) } }
        }
    }

    static func next(_ step: CaseStep, in list: ListAddress, _ phrases: Phrases) -> HTML {
        element("a", .href(StepTable.address(step, in: list)), .accessKey("x")) { phrases("clerk.case.next") }
    }
}
