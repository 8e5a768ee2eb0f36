import Base
import Casework
import Hummingbird
import Identity
import Notices
import ServiceLifecycle
import Stations
import Storage
import Supervision
import Web

extension House {
    /// A person's forms on her own phone; what is dear asks for a fresh proof.
    func addForms(
        to site: some RouterMethods<EgretContext>, account: some RouterMethods<EgretContext>
    ) {
        let (accounts, own, world) = (accounts, cases.own, world)
        let signedIn: AwayRoutes.Account = { context in
            try await accounts.current(token: context.sessionToken)
        }
        let forms = FormRoutes(
            frame: frame, world: world, catalogue: catalogue, verbs: cases, stations: stations.queries,
            idempotency: idempotency, place: .phone,
            known: { context, number in try await own.session(number, of: signedIn(context)) },
            mayOpen: { context in try await signedIn(context).isFresh(at: world.now()) })
        AwayRoutes(
            frame: frame, world: world, verbs: cases, idempotency: idempotency, account: signedIn,
            forms: forms
        ).add(to: site, account: account)
        RatingPhoneRoutes(
            frame: frame, world: world, owned: cases.owned, catalogue: catalogue, rate: rate,
            ratings: ratings,
            idempotency: idempotency,
            known: { context, number in try await own.session(number, of: signedIn(context)) }
        ).add(to: account)
    }
}

extension House {
    /// One queue for each receiver of hooks; who does not take a notice for a day is shown to an operator.
    var hookRunners: [any Service] {
        let raise = stations.raiseAlarm
        return HookJob.runners(notices, port: hooks, logger: logger) { receiver, db in
            try raise(.noticeUndelivered, terminal: nil, detail: receiver, in: db)
        }
    }
}
