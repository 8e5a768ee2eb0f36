import Base
import Catalogue
public import Hummingbird
public import Staff
public import Web

/// Another portal's catalogue at the desk.
///
///     GET  /catalogue/portal              the comparison, filtered
///     GET  /catalogue/portal/item         one line of it, facet by facet
///     POST /catalogue/portal/decisions    what becomes of it
public struct ComparisonRoutes: Sendable {
    public static let access: StaffAccessTable = [
        "GET /catalogue/portal": .right(.readComparison),
        "GET /catalogue/portal/item": .right(.readComparison),
        "POST /catalogue/portal/decisions": .right(.decideComparison),
    ]

    let frame: Frame
    let verbs: ComparisonVerbs
    let staff: StaffVerbs

    public init(frame: Frame, verbs: ComparisonVerbs, staff: StaffVerbs) {
        self.frame = frame
        self.verbs = verbs
        self.staff = staff
    }

    public func add(to router: Router<EgretContext>) {
        router.get("catalogue/portal", use: page)
        router.get("catalogue/portal/item", use: item)
        router.post("catalogue/portal/decisions", use: decide)
    }

    @Sendable func page(_ request: Request, _ context: EgretContext) async throws -> HTML {
        guard let (report, last) = try await verbs.compare() else {
            return NoPortalPage().html(frame, context)
        }
        let query = request.uri.queryParameters
        let filter = ComparisonFilter(
            relation: query["relation"].flatMap { Finding.Relation(rawValue: String($0)) },
            verdict: query["verdict"].flatMap { Verdict(rawValue: String($0)) },
            isOpen: query["open"] == "yes", words: String((query["words"].map(String.init) ?? "").prefix(60)),
            page: query["page"].flatMap { Int($0) } ?? 1)
        return ComparisonPage(report: report, last: last, filter: filter).html(frame, context)
    }

    @Sendable func item(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let reader = try await staff.current(token: context.sessionToken).account
        let key = request.uri.queryParameters["key"].map(String.init) ?? ""
        let found = try await verbs.compare()?.report.findings.first { finding in
            finding.there.contains { $0.code == key } || finding.here.contains { $0.id.rawValue == key }
        }
        guard let found else { throw ComparisonRefused.unknownThere }
        return ComparedItemPage(finding: found, mayDecide: reader.may(.decideComparison))
            .html(frame, context)
    }

    @Sendable func decide(_ request: Request, _ context: EgretContext) async throws -> Response {
        let presence = try await staff.current(token: context.sessionToken)
        let form = try await form(of: request, context)
        guard let verdict = form["verdict"].flatMap(Verdict.init) else { throw ComparisonRefused.malformed }
        var subjects = try form.all("subject").map { text in
            guard let subject = DecideMatch.Subject(text) else { throw ComparisonRefused.malformed }
            return subject
        }
        if let service = try form.textIfPresent("service", max: 121) {
            guard let here = ServiceID(rawValue: service) else { throw ComparisonRefused.unknownHere }
            subjects = subjects.map { DecideMatch.Subject(there: $0.there, here: here) }
        }
        guard let reason = try form.textIfPresent("reason", max: MatchDecision.reasonMax) else {
            throw ComparisonRefused.noReason
        }
        try await verbs.decide(
            subjects, verdict, because: reason, by: presence.account.id, requestID: context.requestID)
        let key = subjects.first.map { $0.there ?? $0.here?.rawValue ?? "" } ?? ""
        return Response.redirect(to: "/catalogue/portal/item?key=\(ComparisonFilter.escaped(key))")
    }
}
