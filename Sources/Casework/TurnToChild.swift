import Base
import Catalogue
public import Identity
public import Representation

/// Lets a parent go on for her child in an event in life: from then on her visit is for the child, and for nobody else.
///
/// Whom she chose for the event before is chosen again without a question, as long as the register of families still names them
/// parent and child. For herself she goes on in another visit.
public struct TurnToChild: Sendable {
    let choose: ChooseActing

    /// `anew` asks whom it is for, whomever she chose before.
    ///
    /// - Returns: The visit for the child; nil when she has to say for which.
    /// - Throws: `RepresentationRefused.cardNeeded`; `IdentityRefused.sessionOver`.
    public func callAsFunction(
        _ progress: BundleProgress, of session: IdentifiedSession, anew: Bool, requestID: String
    ) async throws -> ChooseActing.Chosen? {
        let turned = try await choose.turn(session, service: progress.bundle.id)
        guard let child = progress.child, !anew else { return nil }
        do {
            return try await choose.again(
                child, by: .child, kinds: progress.bundle.representation, of: turned, requestID: requestID)
        } catch is RepresentationRefused {
            // The page on which she chooses asks again, and says what is wrong.
            return nil
        }
    }
}
