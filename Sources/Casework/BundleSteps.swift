import Base
import Catalogue
import Identity
import Representation
import Storage

/// Walks through the services of a bundle and says of each how it stands, and how its person comes to it.
struct BundleSteps {
    private let bundle: LifeBundle
    private let file: CaseFile
    private let session: IdentifiedSession?
    private let acting: Acting?
    private let parts: CaseParts
    private let db: any SQLConnection
    private let chosen: Token?
    /// The same, as long as she may act for the child: nothing of a child is looked at without.
    private let child: Token?

    /// `file` is her own case, which holds what the services share; `session` where she is: nil tells what is handed in and no
    /// more; `acting` for which child she is there in this visit.
    ///
    /// - Throws: What the database does.
    init(
        _ bundle: LifeBundle, _ file: CaseFile, _ session: IdentifiedSession?, _ acting: Acting?,
        _ parts: CaseParts, in db: any SQLConnection
    ) throws {
        (self.bundle, self.file, self.session, self.acting) = (bundle, file, session, acting)
        (self.parts, self.db) = (parts, db)
        chosen = try acting?.subject ?? CaseStore.child(of: file.number, by: file.citizen, in: db)
        child = try chosen.flatMap { child in
            try acting != nil || parts.standing.isGuardian(file.citizen, of: child, in: db) ? child : nil
        }
    }

    func progress() throws -> BundleProgress {
        var settled: Set<ServiceID> = []
        var wants: [EventPapers.Want] = []
        let steps = try parts.catalogue.parts(of: bundle.id).map { part in
            let item = part.item
            let latest = try latest(item)
            let found = try latest.flatMap { try isOfIt($0) || isUnfinished($0) ? $0 : nil }
            let isHandedIn = BundleProgress.Step.isHandedIn(found?.state)
            // What is handed in is looked at for its papers alone.
            let form =
                isHandedIn && session == nil ? nil : try found.map { try parts.form(of: $0, in: db) }
            let isBarred = !isHandedIn && form?.isBarred == true
            let waitsFor = (bundle.after[item.id] ?? []).filter { !settled.contains($0) }
                .compactMap { parts.catalogue[$0] }
            if isHandedIn || isBarred { settled.insert(item.id) }
            if session != nil, !isBarred, let want = try want(part, form) { wants.append(want) }
            var bar: BundleProgress.Bar?
            if !isHandedIn {
                bar = isBarred ? .notForHer : waitsFor.isEmpty ? place(item, found) : .after(waitsFor)
            }
            return BundleProgress.Step(
                item: item, isForChild: isForChild(item), number: found?.number,
                state: found?.state ?? latest.flatMap(withdrawn),
                bar: bar, door: try door(item, found, bar))
        }
        let name = try child.flatMap { try CitizenStore.find($0, vault: parts.vault, in: db)?.name }
        return BundleProgress(
            bundle: bundle, file: file, childName: name.flatMap(PersonName.init)?.masked,
            isForChild: acting != nil, steps: steps,
            papers: session.map { _ in EventPapers(bundle, wants) }, child: chosen)
    }

    /// What one of the services still wants of her; nil where she cannot have it, or it wants nothing any more.
    private func want(_ part: LifeBundle.Part, _ form: CaseForm?) throws -> EventPapers.Want? {
        let (item, now) = (part.item, parts.world.now())
        var want: EventPapers.Want
        if let form {
            let isOpen = form.file.state == .open
            want = EventPapers.Want(
                part: part, needs: form.missing(at: now),
                spared: isOpen ? form.item.materials.filter(form.isSpared) : [])
        } else {
            let today = CalendarDate(inChinaAt: now)
            let outlook = ServiceOutlook(
                item, told: bundle.told(item, from: file.answers, within: true, on: today),
                person: try person(of: part), on: today)
            guard !outlook.isBarred else { return nil }
            want = EventPapers.Want(part: part, needs: outlook.materials)
        }
        // Who has shown her card at a terminal has it with her.
        if session?.terminal != nil, session?.session.factors.contains(.card) == true {
            want.needs.removeAll { $0.material.source == .identity }
        }
        return want.needs.isEmpty && want.spared.isEmpty ? nil : want
    }

    private func person(of part: LifeBundle.Part) throws -> CitizenNumber? {
        guard part.item.looksAtPerson, let subject = part.isForChild ? child : file.citizen else {
            return nil
        }
        return try CitizenStore.find(subject, vault: parts.vault, in: db)?.number
    }

    private func isForChild(_ item: ServiceItem) -> Bool { bundle.forChild.contains(item.id) }

    /// The last that was begun of it, before the bundle or since: hers, or what she began for the child.
    private func latest(_ item: ServiceItem) throws -> CaseFile? {
        let isForChild = isForChild(item)
        guard let subject = isForChild ? child : file.citizen else { return nil }
        return try CaseStore.latest(
            of: subject, by: isForChild ? file.citizen : nil, service: item.id, vault: parts.vault, in: db)
    }

    private func isOfIt(_ latest: CaseFile) -> Bool {
        latest.openedAt >= file.openedAt && latest.state != .withdrawn
    }

    /// That it was handed in for this event and withdrawn since; nil for a form that was thrown away.
    private func withdrawn(_ latest: CaseFile) -> CaseState? {
        latest.openedAt >= file.openedAt && latest.state == .withdrawn && latest.submittedAt != nil
            ? .withdrawn : nil
    }

    private func isUnfinished(_ file: CaseFile) throws -> Bool {
        try file.isUnfinished(at: parts.world.now(), parts.figures, in: db)
    }

    /// What she has begun she answers anywhere; it is begun where its own rules allow, and for the child before a terminal that
    /// knows her by her card.
    private func place(_ item: ServiceItem, _ found: CaseFile?) -> BundleProgress.Bar? {
        guard let session else { return nil }
        let isForChild = isForChild(item)
        guard session.terminal != nil else {
            return !isForChild && (found != nil || OwnForms.isOnline(item)) ? nil : .terminal
        }
        guard isForChild || acting == nil else { return .ownVisit }
        guard item.accepts(session.session.factors), !isForChild || ChooseActing.knowsByCard(session) else {
            return .moreProof
        }
        return nil
    }

    private func door(
        _ item: ServiceItem, _ found: CaseFile?, _ bar: BundleProgress.Bar?
    ) throws -> BundleProgress.Door? {
        let isReadable =
            switch bar {
            case .notForHer: found != nil
            case nil: BundleProgress.Step.isHandedIn(found?.state)
            default: false
            }
        guard let found, isReadable else { return bar == nil ? .button : nil }
        guard isForChild(item) else { return acting == nil ? .link(found.number) : nil }
        // A case of the child's is taken into each visit anew, as long as there is something to go on with.
        guard let session, session.terminal != nil else { return nil }
        return try place(item, found) == nil && isUnfinished(found) ? .button : nil
    }
}
