import Base
/// Why a step goes to another office of its department; the words stand ready in every language.
public enum ReferralReason: String, Sendable, CaseIterable {
    /// Another district is competent: what has not begun yet of the case and lies in the same queue goes along.
    case wrongDistrict = "wrong-district"
    /// The city's office is competent and not a district's, or the other way round.
    case otherLevel = "other-level"
    /// The other office has the same matter on its desk already.
    case inHandThere = "in-hand-there"
    /// Nobody here may decide it 回避: any of them says so, of what nobody has claimed.
    case recusal
}

/// From which office to which a step went, and why; as the case's history keeps it, in closed words.
public struct StepReferral: Hashable, Sendable {
    public let from: StepQueue
    public let to: StepQueue
    public let reason: ReferralReason

    init(from: StepQueue, to: StepQueue, reason: ReferralReason) {
        self.from = from
        self.to = to
        self.reason = reason
    }

    init?(_ words: String) {
        let words = words.split(separator: " ").map(String.init)
        guard words.count == 3, let from = StepQueue(rawValue: words[0]),
            let to = StepQueue(rawValue: words[1]), let reason = ReferralReason(rawValue: words[2])
        else { return nil }
        self.init(from: from, to: to, reason: reason)
    }

    var words: String { "\(from) \(to) \(reason.rawValue)" }
}

extension CaseMoment {
    /// What it says where a step went to another office; nil for everything else.
    public var referral: StepReferral? { event == .stepReferred ? detail.flatMap(StepReferral.init) : nil }
}

extension StepQueue {
    /// Whether an office may refer a step to another: one of the same department, a district's or the whole city's.
    ///
    /// To another city's office nothing leads but what its person says or a register has of her.
    public func mayRefer(to other: StepQueue) -> Bool {
        other != self && other.department == department && level >= 3 && other.level >= 3
            && other.division?.isOtherCity != true
    }
}
