/// What the round seal on a paper looks like.
///
/// A seal made here is a test seal and says so; only the operator's own seal service may give a licensed one
/// (商用密码管理条例 art. 30), as a picture to place and a key to sign with.
public enum SealDesign: Hashable, Sendable {
    /// A red round seal with the department's name, 测试专用章 and TEST.
    case test
    /// The picture of a licensed seal, PNG with a transparent ground, square.
    case licensed(png: [UInt8])

    /// Whether papers must say that the seal has no legal force.
    var isTest: Bool { self == .test }
}
