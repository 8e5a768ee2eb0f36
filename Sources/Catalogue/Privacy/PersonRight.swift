/// What a person may ask of whoever keeps her data, each under a number, a clock and a law of its own.
///
/// Source: 个人信息保护法 articles 44 to 50; GB/T 35273-2020 clause 8.
public enum PersonRight: String, Hashable, Sendable, CaseIterable {
    /// Why something was done with her data 询问, such as an entry of the list of who looked.
    case question
    /// A copy of everything that is kept 查阅、复制, article 45.
    case copy
    /// That something wrong be mended 更正、补充, article 46.
    case correction
    /// That everything be deleted that no law makes us keep 删除, article 47.
    case deletion
    /// How a rule or a decision works 解释说明, articles 24 and 48.
    case explanation
    /// That her account be closed 注销账户, GB/T 35273-2020 clause 8.5.
    case closing

    /// Whether the house carries it out by itself, without an official's hand.
    public var isOwnWork: Bool { self == .deletion || self == .closing }
}
