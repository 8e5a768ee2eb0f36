public import Casework
public import Catalogue
public import Hummingbird
public import Staff
public import Vault
public import Web
import Foundation
import HTTPTypes
import NIOCore

/// The desk of those who decide cases.
///
///     GET  /work                                    lists: in the queue, one's own, overdue; nothing of anybody
///     GET  /work/counts                             how many lie under each, and how rows that are shown stand now, for
///                                                   the page's script
///     GET  /work/search                             the steps of a case number, within one's queue
///     POST /work/search                             the same, or by the case's person: name, number or phone
///     POST /work/filters                            keeps a list under a name of one's own
///     POST /work/filters/removal                    forgets it
///     GET  /work/figures                            one's own work of the last thirty days
///     POST /work/export                             takes a list as a spreadsheet, where it is short
///     GET  /work/exports                            long ones that a second person has agreed to, or the form for one
///     POST /work/exports                            asks for a long one
///     POST /work/exports/{id}/file                  fetches it, once, for a day
///     POST /work/batch                              claims, approves or refuses what is ticked
///     POST /work/assignments                        what a supervisor ticks: to a clerk by name, back into the queue, or
///                                                   to another office
///     GET  /work/cases/{number}/{step}              one step; its person sees that it was looked at
///     GET  /work/cases/{number}/{step}/files/{file} a file that she sent; she sees that it was opened
///     POST /work/cases/{number}/{step}/claim        takes it; and so on: release, return, acceptance, approval,
///                                                   refusal, correction, hand-over, referral
public struct WorkRoutes: Sendable {
    public static let access: StaffAccessTable = [
        "GET /work": .right(.readWork), "GET /work/counts": .right(.readWork),
        "GET /work/search": .right(.readWork), "POST /work/search": .right(.readWork),
        "POST /work/filters": .right(.readWork), "POST /work/filters/removal": .right(.readWork),
        "GET /work/figures": .right(.workCases),
        "POST /work/export": .right(.exportCases), "GET /work/exports": .right(.exportCases),
        "POST /work/exports": .right(.exportCases), "POST /work/exports/{id}/file": .right(.exportCases),
        "POST /work/batch": .right(.workCases), "POST /work/assignments": .right(.returnWork),
        "GET /work/cases/{number}/{step}": .right(.readWork),
        "GET /work/cases/{number}/{step}/files/{file}": .right(.readWork),
        "POST /work/cases/{number}/{step}/claim": .right(.workCases),
        "POST /work/cases/{number}/{step}/release": .right(.workCases),
        "POST /work/cases/{number}/{step}/return": .right(.returnWork),
        "POST /work/cases/{number}/{step}/acceptance": .right(.workCases),
        "POST /work/cases/{number}/{step}/approval": .right(.workCases),
        "POST /work/cases/{number}/{step}/refusal": .right(.workCases),
        "POST /work/cases/{number}/{step}/correction": .right(.workCases),
        "POST /work/cases/{number}/{step}/hand-over": .right(.workCases),
        "POST /work/cases/{number}/{step}/referral": .right(.referWork),
    ]

    /// What the script of a list that lies open asks for; nobody is at the desk for that.
    public static let selfAsked: Set<String> = ["GET /work/counts"]

    /// A page of a list, and what is late above it.
    static let rowsMax = DeskList.pageSize + LatePart.stepsMax

    /// What one press approves at most.
    static let batchMax = 50

    let frame: Frame
    let catalogue: Catalogue
    let desk: DeskVerbs
    let staff: StaffVerbs
    let filters: KeepFilters
    let clerks: DeskClerks
    let read: ReadQueue

    public init(
        frame: Frame, catalogue: Catalogue, desk: DeskVerbs, staff: StaffVerbs, vault: Vault,
        filters: KeepFilters
    ) {
        self.frame = frame
        self.catalogue = catalogue
        self.desk = desk
        self.staff = staff
        self.filters = filters
        clerks = DeskClerks(staff: staff, vault: vault)
        read = ReadQueue(desk.queries, staff: staff, vault: vault)
    }

    public func add(to router: Router<EgretContext>) {
        router.get("work", use: list)
        router.get("work/counts", use: counts)
        router.get("work/search", use: search)
        router.post("work/search", use: find)
        router.post("work/filters", use: saveFilter)
        router.post("work/filters/removal", use: removeFilter)
        router.get("work/figures", use: figures)
        router.post("work/export", use: export)
        router.get("work/exports", use: exports)
        router.post("work/exports", use: askForExport)
        router.post("work/exports/{id}/file", use: fetchExport)
        router.post("work/batch", use: batch)
        router.post("work/assignments", use: assign)
        router.get("work/cases/{number}/{step}", use: step)
        router.get("work/cases/{number}/{step}/files/{file}", use: file)
        router.post("work/cases/{number}/{step}/claim", use: claim)
        router.post("work/cases/{number}/{step}/release", use: release)
        router.post("work/cases/{number}/{step}/return", use: giveBack)
        router.post("work/cases/{number}/{step}/acceptance", use: accept)
        router.post("work/cases/{number}/{step}/approval", use: approve)
        router.post("work/cases/{number}/{step}/refusal", use: refuse)
        router.post("work/cases/{number}/{step}/correction", use: askForCorrection)
        router.post("work/cases/{number}/{step}/hand-over", use: handOver)
        router.post("work/cases/{number}/{step}/referral", use: refer)
    }

    /// Where the work of an account begins: at the queue that it decides from, else at how things stand.
    @Sendable public static func home(of account: StaffAccount) -> String {
        account.may(.workCases) && DeskClerks.queue(account) != nil ? "/work" : "/"
    }

    /// Who is at the desk, and as whom she decides.
    func present(_ context: EgretContext) async throws -> (presence: StaffPresence, clerk: Clerk) {
        let presence = try await staff.current(token: context.sessionToken)
        return (presence, try clerks.clerk(presence.account))
    }

    /// Without a word about which list, the one that the clerk has chosen to begin with.
    @Sendable func list(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let (presence, clerk) = try await present(context)
        let saved = try await filters.all(of: presence.account.id)
        let first = request.uri.query == nil ? saved.first(where: \.isDefault)?.address : nil
        let values = request.uri.queryParameters
        let done = values["done"].map(String.init).flatMap(WorkDone.init)
        let address = first ?? ListAddress(request)
        var place: DeskList.Place?
        if let key = values["at"].map(String.init).flatMap(CaseStep.Key.init(ticked:)) {
            place = try await desk.queries.place(of: key, in: address.list, for: clerk)
        }
        return try await page(of: address, saved, presence, clerk, done, place, context)
    }

    private func page(
        of address: ListAddress, _ saved: [SavedFilter], _ presence: StaffPresence, _ clerk: Clerk,
        _ done: WorkDone?, _ place: DeskList.Place?, _ context: EgretContext
    ) async throws -> HTML {
        let account = presence.account
        let reading = try await read(address.list, for: clerk, watches: account.may(.returnWork))
        return QueuePage(
            address: address, reading: reading, saved: saved, catalogue: catalogue, queue: clerk.queue,
            scale: desk.queries.scale, decides: account.may(.workCases), isKnown: clerk.isKnown,
            done: done, place: place,
            proof: account.may(.exportCases) ? staff.proofLink("/work", for: presence) : nil
        ).html(frame, context)
    }

    @Sendable func counts(_ request: Request, _ context: EgretContext) async throws -> Response {
        let (_, clerk) = try await present(context)
        let phrases = frame.phrases(context)
        var answer = [
            "news": phrases("clerk.queue.changed"), "row-news": phrases("clerk.queue.rows-changed"),
        ]
        for (tab, count) in try await desk.queries.counts(for: clerk) {
            answer[tab.rawValue] = QueuePage.count(count)
        }
        answer.merge(try await states(request, clerk, phrases)) { $1 }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return Response(
            status: .ok, headers: [.contentType: "application/json; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(bytes: try encoder.encode(answer))))
    }

    /// What stands in the rows that somebody has before her, as the list would write it now; each by its key.
    private func states(
        _ request: Request, _ clerk: Clerk, _ phrases: Phrases
    ) async throws -> [String: String] {
        let shown = request.uri.queryParameters["rows"]?.split(separator: ",").prefix(Self.rowsMax) ?? []
        let keys = Set(shown.compactMap { CaseStep.Key(ticked: String($0)) })
        let steps = try await desk.queries.steps(keys, for: clerk)
        let people = try await clerks.names(of: steps.map(\.account))
        var states = Dictionary(
            keys.map { ($0.ticked, phrases("clerk.state.elsewhere")) }, uniquingKeysWith: { $1 })
        for step in steps { states[step.key.ticked] = StepTable.state(step, people, phrases) }
        return states
    }

    @Sendable func search(_ request: Request, _ context: EgretContext) async throws -> Response {
        let (_, clerk) = try await present(context)
        let text = request.uri.queryParameters["number"].map(String.init) ?? ""
        if let answer = try await byNumber(text, for: clerk, context) { return answer }
        return page(FindByPerson.Found(hits: [], isMore: false), text, context)
    }

    @Sendable func figures(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let (presence, _) = try await present(context)
        return FiguresPage(figures: try await desk.queries.figures(of: presence.account.id))
            .html(frame, context)
    }
}
