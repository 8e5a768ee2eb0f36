/// Where a person stands on a way of several steps.
public struct Steps: Sendable {
    public let labels: [String]
    /// **Range:** an index of `labels`; their count when all are done.
    public let current: Int

    public init(_ labels: [String], current: Int) {
        precondition((0...labels.count).contains(current), "the current step is one of the steps")
        self.labels = labels
        self.current = current
    }

    public func html(_ phrases: Phrases) -> HTML {
        element("ol", .class("steps"), .ariaLabel(phrases("part.steps"))) {
            for (index, label) in labels.enumerated() {
                element("li", .class(state(index)), .ariaCurrent(index == current ? "step" : nil)) {
                    element("span", .class("step-number"), .ariaHidden(true)) {
                        index < current ? "✓" : String(index + 1)
                    }
                    element("span", .class("step-label")) { label }
                    if index < current { element("span", .class("unseen")) { phrases("part.steps.done") } }
                }
            }
        }
    }

    private func state(_ index: Int) -> String {
        index < current ? "done" : index == current ? "current" : "later"
    }
}
