public import Base
public import Catalogue

/// A consent that a person gave outside of a visit's own steps, and that holds for its days or until it is taken back.
public struct ConsentGrant: Hashable, Sendable {
    public let id: Token
    public let citizen: Token
    public let purpose: String
    /// The words that were on the page.
    public let wording: String
    /// Who agreed: the person herself, or the guardian of a child.
    public let giver: Token
    public let terminal: String?
    public let givenAt: Instant
    public let expiresAt: Instant
    public let withdrawnAt: Instant?

    public func holds(at now: Instant) -> Bool { withdrawnAt == nil && now < expiresAt }

    /// Who may agree, for whom.
    ///
    /// - Parameters:
    ///   - giver: Who agrees.
    ///   - person: Whose data they are.
    ///   - age: Hers in completed years.
    ///   - isGuardian: Whether the giver is known as her guardian.
    ///   - purpose: What is agreed to; it names the age.
    /// - Throws: ``PrivacyRefused/guardianNeeded`` for a child by herself, and for anybody who is neither she nor her
    ///   guardian.
    public static func check(
        giver: Token, person: Token, age: Int, isGuardian: Bool, for purpose: ConsentPurpose
    ) throws(PrivacyRefused) {
        let isChild = age < purpose.guardianBelowAge
        guard giver == person ? !isChild : isChild && isGuardian else { throw .guardianNeeded }
    }
}
