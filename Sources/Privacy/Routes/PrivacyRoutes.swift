public import Base
public import Catalogue
public import Hummingbird
public import Stations
public import Web
import Audit
import HTTPTypes

/// What a person sees and asks about her own data, at a terminal and in her account on the public site alike.
///
///     GET  /my-data                        what there is
///     GET  /looks                          who looked; `before` an index, `case` where she came from
///     GET  /requests                       hers
///     GET  /requests/new                   a form; `right` which, `about` the act asked about
///     POST /requests                       made: it has its number
///     GET  /requests/{number}              where it stands, and its answer
///     POST /requests/{number}/withdrawal   taken back
///     POST /requests/{number}/appeal       a second look, please
///
/// On the public site all of them stand below `/account`.
public struct PrivacyRoutes: Sendable {
    /// Who is before the screen; throws when nobody is known.
    public typealias Known = @Sendable (_ context: EgretContext) async throws -> PersonHere

    let frame: Frame
    let world: World
    let verbs: PrivacyVerbs
    let catalogue: Catalogue
    let stations: StationQueries
    let idempotency: Idempotency
    let known: Known
    /// As `known`, and proved a short while ago: for what takes everything away or out.
    let proved: Known

    public init(
        frame: Frame, world: World, verbs: PrivacyVerbs, catalogue: Catalogue, stations: StationQueries,
        idempotency: Idempotency, known: @escaping Known, proved: Known? = nil
    ) {
        self.frame = frame
        self.world = world
        self.verbs = verbs
        self.catalogue = catalogue
        self.stations = stations
        self.idempotency = idempotency
        self.known = known
        self.proved = proved ?? known
    }

    /// - Parameter routes: Where the pages stand: a terminal's router, or a group below `/account`.
    public func add(to routes: some RouterMethods<EgretContext>) {
        routes.get("my-data", use: myData)
        routes.get("looks", use: looks)
        routes.get("requests", use: list)
        routes.get("requests/new", use: new)
        routes.post("requests", use: make)
        routes.get("requests/{number}", use: one)
        routes.post("requests/{number}/withdrawal", use: withdraw)
        routes.post("requests/{number}/appeal", use: appeal)
    }

    @Sendable func myData(_ request: Request, _ context: EgretContext) async throws -> HTML {
        _ = try await known(context)
        return MyDataPage(beginning: nil, hasMandates: catalogue.representation != nil).html(frame, context)
    }

    @Sendable func looks(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let person = try await known(context)
        let query = request.uri.queryParameters
        let part = try await verbs.looked(person, before: query["before"].flatMap { Int64($0) })
        return LooksPage(
            part: part, sources: verbs.sources(catalogue),
            stations: try await stationNames(part.looks, context.language),
            from: context.surface == .terminal ? CaseInQuery.number(query["case"]) : nil
        ).html(frame, context)
    }

    @Sendable func list(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let person = try await known(context)
        return RequestsPage(requests: try await verbs.own.all(of: person), now: world.now())
            .html(frame, context)
    }

    @Sendable func new(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let person = try await known(context)
        let query = request.uri.queryParameters
        return try await form(
            right: query["right"].map(String.init), about: query["about"].flatMap { Int64($0) }, of: person,
            error: nil, context)
    }

    @Sendable func make(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await Web.form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            guard let right = form["right"].flatMap(PersonRight.init) else {
                throw PrivacyRefused.choiceUnknown
            }
            let isDear = [.copy, .deletion, .closing].contains(right)
            let person = try await isDear ? proved(context) : known(context)
            let about = try form["about"].map { text in
                guard let index = Int64(text) else { throw PrivacyRefused.unknownAct }
                return index
            }
            guard let topic = form["topic"].flatMap(RequestTopic.init) else {
                let error = frame.phrases(context)("request.topic.missing")
                return try await self.form(
                    right: right.rawValue, about: about, of: person, error: error, context
                ).response(status: .unprocessableContent)
            }
            let text = try form.paragraph("text", max: MakeRequest.textMax)
            let number = try await verbs.make(
                MakeRequest.Wish(right, topic: topic, aboutIndex: about, text: text), of: person,
                language: context.language, requestID: context.requestID)
            if right == .copy {
                try await verbs.copy.answer(number, of: person, requestID: context.requestID)
            }
            return Response.redirect(to: context.own("/requests/\(number)"))
        }
    }

    @Sendable func one(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let person = try await known(context)
        let (found, steps) = try await verbs.own.one(number(context), of: person)
        let kept = try await found.right == .deletion ? verbs.erase.keptBack(of: person) : []
        return RequestPage(
            request: found, steps: steps, rules: verbs.parts.rules, now: world.now(), kept: kept,
            keys: (Token(world), Token(world))
        ).html(frame, context)
    }

    @Sendable func withdraw(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await step(request, context, verbs.own.withdraw)
    }

    @Sendable func appeal(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await step(request, context, verbs.own.appeal)
    }

    private func step(
        _ request: Request, _ context: EgretContext,
        _ act: (RequestNumber, PersonHere, String) async throws -> Void
    ) async throws -> Response {
        let form = try await Web.form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            let number = try number(context)
            try await act(number, known(context), context.requestID)
            return Response.redirect(to: context.own("/requests/\(number)"))
        }
    }

    private func form(
        right: String?, about index: Int64?, of person: PersonHere, error: String?, _ context: EgretContext
    ) async throws -> HTML {
        guard let right = right.flatMap(PersonRight.init), let clock = verbs.parts.rules[right],
            (right == .question) == (index != nil)
        else { throw PrivacyRefused.choiceUnknown }
        var about: (Int64, LookWords)?
        if let index {
            guard let look = try await verbs.looked.one(index, of: person) else {
                throw PrivacyRefused.unknownAct
            }
            about = (
                index,
                LookWords(look: look, sources: verbs.sources(catalogue), phrases: frame.phrases(context))
            )
        }
        return NewRequestPage(right: right, clock: clock, about: about, error: error, key: Token(world))
            .html(frame, context)
    }

    private func number(_ context: EgretContext) throws(PrivacyRefused) -> RequestNumber {
        guard let number = context.parameters.get("number").flatMap(RequestNumber.init) else {
            throw .unknownRequest
        }
        return number
    }

    private func stationNames(
        _ looks: [WhoLooked.Look], _ language: Language
    ) async throws -> [String: String] {
        var names: [String: String] = [:]
        for terminal in Set(looks.compactMap(\.act.terminal)) {
            names[terminal] = try await stations.station(of: terminal)?.name[language]
        }
        return names
    }
}
