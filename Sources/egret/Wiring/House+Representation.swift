import Casework
import Catalogue
import Hummingbird
import Identity
import Privacy
import Representation
import Storage
import Web

/// Acting for another: at the terminal, and the mandates that people give.
extension House {
    func addActing(
        to router: Router<EgretContext>, kinds: @escaping ActingRoutes.Kinds,
        next: @escaping ActingRoutes.Next
    ) {
        ActingRoutes(
            frame: frame, world: world, identity: identity, choose: cases.acting, idempotency: idempotency,
            kinds: kinds, next: next
        ).add(to: router)
        let known: @Sendable (EgretContext) async throws -> IdentifiedSession = { [identity] context in
            try await identity.current.identified(token: context.sessionToken, terminal: context.terminalID)
        }
        MandateRoutes(
            frame: frame, world: world, manage: cases.mandates, idempotency: idempotency,
            known: { context in MandateRoutes.Person(try await known(context)) },
            proved: { context in
                let session = try await known(context)
                try ChooseActing.requireCard(session)
                return MandateRoutes.Person(session)
            }
        ).add(to: router)
    }

    /// Whose consents a visit shows: those of the child for whom a guardian is there, or the person's own.
    @Sendable func consenting(_ context: EgretContext) async throws -> PersonHere {
        let session = try await identity.current.identified(
            token: context.sessionToken, terminal: context.terminalID)
        let (standing, terminal) = (standing, session.session.terminalID)
        return try await engine.read { db in
            // Who acts by a mandate or for a parent keeps her own consents, and can take them back.
            guard let acting = try standing.acting(of: session, in: db), acting.kind == .child else {
                return PersonHere(
                    citizen: session.citizen, terminal: terminal, session: session.session.id)
            }
            try standing.require(acting, kinds: [.child], service: nil, in: db)
            return PersonHere(
                citizen: acting.subject, terminal: terminal, session: session.session.id,
                guardian: acting.actor)
        }
    }

    func addMandates(
        to account: some RouterMethods<EgretContext>, known: @escaping PrivacyRoutes.Known,
        proved: @escaping PrivacyRoutes.Known
    ) {
        MandateRoutes(
            frame: frame, world: world, manage: cases.mandates, idempotency: idempotency,
            known: { context in
                let person = try await known(context)
                return MandateRoutes.Person(citizen: person.citizen, session: person.session)
            },
            proved: { context in
                let person = try await proved(context)
                return MandateRoutes.Person(citizen: person.citizen, session: person.session)
            }
        ).add(to: account)
    }
}
