import Casework
import Catalogue
import Documents
import Federation
import Hummingbird
import Identity
import Notices
import Privacy
import Representation
import Stations
import Storage
import Uploads
import Vault
import Web

extension House {
    /// A person's own pages on a terminal, with the way in for who comes for nothing else.
    func addOwnPages(to router: Router<EgretContext>) {
        let myData = MyDataKioskRoutes(
            frame: frame, world: world, identity: identity, idempotency: idempotency,
            hasGuardians: catalogue.representation != nil)
        myData.add(to: router)
        let proved: PrivacyRoutes.Known = { [identity, accounts] context in
            try await accounts.requireFresh(
                identity.current.identified(token: context.sessionToken, terminal: context.terminalID))
            return try await myData.known(context)
        }
        PrivacyRoutes(
            frame: frame, world: world, verbs: privacy, catalogue: catalogue, stations: stations.queries,
            idempotency: idempotency, known: myData.known, proved: proved
        ).add(to: router)
        ConsentRoutes(
            frame: frame, world: world, ledger: privacy.consents, idempotency: idempotency,
            known: consenting
        ).add(to: router)
    }

    /// What the page of an account leads to.
    static let ownPages = [
        FrameLink(label: "away.forms.title", path: "/account/cases"),
        FrameLink(label: "notices.title", path: "/account/notices"),
        FrameLink(label: "mydata.title", path: "/account/my-data"),
        FrameLink(label: "looks.title", path: "/account/looks"),
        FrameLink(label: "consents.title", path: "/account/consents"),
        FrameLink(label: "requests.title", path: "/account/requests"),
        FrameLink(label: "mandates.title", path: "/account/mandates"),
        FrameLink(label: "appointments.title", path: "/account/appointments"),
    ]

    /// The same pages in her account on the public site, and what her own programs ask.
    func addAccountPages(to router: Router<EgretContext>) {
        let known: PrivacyRoutes.Known = { [accounts] context in
            let session = try await accounts.current(token: context.sessionToken)
            return PersonHere(citizen: session.citizen, terminal: nil, session: session.id)
        }
        let proved: PrivacyRoutes.Known = { [accounts] context in
            let session = try await accounts.current(token: context.sessionToken)
            guard session.level >= .substantial else { throw AccountRefused.levelTooLow }
            try accounts.requireFresh(session)
            return PersonHere(citizen: session.citizen, terminal: nil, session: session.id)
        }
        let account = router.group("account").add(middleware: SignInFirst())
        PrivacyRoutes(
            frame: frame, world: world, verbs: privacy, catalogue: catalogue, stations: stations.queries,
            idempotency: idempotency, known: known, proved: proved
        ).add(to: account)
        ConsentRoutes(
            frame: frame, world: world, ledger: privacy.consents, idempotency: idempotency, known: known
        ).add(to: account)
        addMandates(to: account, known: known, proved: proved)
        AppointmentRoutes(
            frame: frame, own: OwnAppointments(caseParts),
            known: { context in try await known(context).citizen }
        ).add(to: router, account: account)
        addForms(to: router, account: account)
        NoticeRoutes(
            frame: frame, world: world, catalogue: catalogue, choices: NoticeChoices(notices),
            idempotency: idempotency, known: { context in try await known(context).citizen }
        ).add(to: account)
        addWeChat(to: router, account: account)
        UsageRoutes(frame: frame, verbs: privacy, catalogue: catalogue, known: known, proved: proved)
            .add(to: router)
    }

    /// What every room gives a person for the copy of her data.
    static func exporters(_ vault: Vault, _ catalogue: Catalogue) -> [PersonExporter] {
        IdentityCopyStore.exporters(vault) + CaseCopyStore.exporters(vault, catalogue)
            + DocumentCopyStore.exporters(vault) + PrivacyCopyStore.exporters(vault)
            + FederationCopyStore.exporters + RepresentationCopyStore.exporters + NoticeStore.exporters(vault)
            + UploadCopyStore.exporters + leftOut
    }

    /// Tables of which nothing is in a copy.
    private static let leftOut = [
        (
            "approvals",
            "about people at work; one that shows her an act later says so in the list of who looked"
        ),
        ("agreed_periods", "for how long data are kept, about no citizen"),
        ("approval_yeses", "who said yes at work, with nothing of any citizen"),
        ("assistances", "told as the list of who looked, which is in the copy"),
        ("audit_leaves", "told as the list of who looked, which is in the copy"),
        ("audit_pending", "told as the list of who looked, within seconds"),
        ("audit_subjects", "made of her id, which is in the copy"),
        ("case_hand_overs", "codes of a few minutes; that a form went to her phone is told as who looked"),
        ("break_glass", "in the words of somebody at work; the looks themselves are told as who looked"),
        ("case_exports", "in the words of somebody at work; the list itself is told as who looked"),
        ("conduct_alerts", "a question to somebody at work; the look is told as who looked"),
        (
            "idempotency_keys",
            "pages she was shown already, with no way from her to them, gone after seven days"
        ),
        (
            "jobs",
            "the number of an application, which is in the copy; a number of hers that was replaced, until its message is sent"
        ),
        ("queue_exports", "about people at work; the list itself is told as who looked"),
        ("outbox", "the number of an application, which is in the copy"),
        ("passkeys", "public keys of her devices, which her account lists"),
        ("permits", "codes of people at work, with nothing of any citizen"),
        ("ratings", "given without her name, as the page promised"),
        ("staff_accounts", "names of people at work, no citizens"),
        ("staff_looks", "told as the list of who looked, which is in the copy; gone after a day"),
        ("volunteers", "names and telephones of people who help in shops, no citizens' visits"),
        (
            "watched_persons",
            "a fingerprint that protects her from curious eyes, and from it nobody can read her"
        ),
        ("portal_items", "services of another portal, about no citizen"),
        ("portal_imports", "when another portal's services were read, about no citizen"),
        ("match_decisions", "what people at work decided about services, about no citizen"),
        ("vault_subjects", "her key, which opens everything and tells nothing"),
    ].map { PersonExporter(none: $0.0, because: $0.1) }

    /// Writes the record of an impact assessment from what this house declares.
    var assessmentWriter: AssessmentWriter {
        AssessmentWriter(
            catalogue: catalogue, schedule: retention.schedule, rules: privacy.rules,
            purposes: privacy.purposes, inventory: House.inventory)
    }
}
