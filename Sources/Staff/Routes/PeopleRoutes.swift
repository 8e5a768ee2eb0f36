import Base
public import Hummingbird
import Passkeys
public import Web

/// The people of the desk.
///
///     GET  /people               everybody
///     POST /people               asks somebody in and shows the code once
///     GET  /people/{id}          one person
///     POST /people/{id}/roles    asks that she gets other roles
///     POST /people/{id}/end      shuts her out
///     POST /people/{id}/address  says where she lives, for the rules of conduct
///     GET  /me                   what the desk knows of the reader
///     POST /me                   her own phone
///     POST /me/number            which citizen she is, once
///     GET  /me/device            asks for one more device of her own
///     POST /me/device            keeps it
///     GET  /me/proof             asks the reader to show her passkey again
///     POST /me/proof             goes on under a new token
public struct PeopleRoutes: Sendable {
    public static let access: StaffAccessTable = [
        "GET /people": .right(.readPeople), "POST /people": .right(.invitePeople),
        "GET /people/{id}": .right(.readPeople), "POST /people/{id}/roles": .right(.requestRoles),
        "POST /people/{id}/end": .right(.endPeople), "POST /people/{id}/address": .right(.keepAddresses),
        "GET /me": .anybody, "POST /me": .anybody, "GET /me/device": .anybody, "POST /me/device": .anybody,
        "POST /me/number": .right(.sayOwnNumber), "GET /me/proof": .anybody, "POST /me/proof": .anybody,
    ]

    let frame: Frame
    let verbs: StaffVerbs
    let unserved: FindUnserved
    let findPlaces: FindPlaces

    /// Departments, districts and cities by name as they are now: a publication may name new ones.
    public typealias FindPlaces = @Sendable () -> DeskPlaces
    /// Which offices have nobody who decides, those with the most steps first.
    public typealias FindUnserved = @Sendable () async throws -> [UnservedOffice]

    public init(
        frame: Frame, verbs: StaffVerbs, places: @escaping FindPlaces, unserved: @escaping FindUnserved
    ) {
        self.frame = frame
        findPlaces = places
        self.verbs = verbs
        self.unserved = unserved
    }

    private var places: DeskPlaces { findPlaces() }

    public func add(to router: Router<EgretContext>) {
        router.get("people", use: people)
        router.post("people", use: invite)
        router.get("people/:id", use: person)
        router.post("people/:id/roles", use: requestRoles)
        router.post("people/:id/end", use: end)
        router.post("people/:id/address", use: setAddress)
        router.get("me", use: own)
        router.post("me", use: setPhone)
        router.post("me/number", use: setNumber)
        router.get("me/device", use: devicePage)
        router.post("me/device", use: addDevice)
        router.get("me/proof", use: proofPage)
        router.post("me/proof", use: proveAgain)
    }

    @Sendable func people(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let presence = try await verbs.current(token: context.sessionToken)
        let reader = presence.account
        let seats = try await verbs.queries.emptySeats()
        let people = try await verbs.queries.people(
            after: request.uri.queryParameters["after"].map(String.init).flatMap { $0.isPlainText ? $0 : nil }
                ?? "")
        return PeoplePage(
            people: people, mayInvite: reader.may(.invitePeople),
            emptySeats: seats.never, heldSeats: reader.may(.requestSeats) ? seats.held : [],
            unserved: try await unserved(), places: places, proof: verbs.proofLink("/people", for: presence)
        ).html(frame, context)
    }

    @Sendable func invite(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let presence = try await verbs.current(token: context.sessionToken)
        let form = try await form(of: request, context)
        guard let name = PersonName(try form.text("name", max: PersonName.lengthMax)) else {
            throw StaffRefused.malformed
        }
        let (id, code) = try await verbs.invite(
            .init(
                name: name, department: try department(form), region: try region(form),
                seat: try Self.seat(form)),
            by: presence, requestID: context.requestID)
        let phrases = frame.phrases(context)
        return CodePage(
            title: phrases("staff.invited.title", ["number": id]), lead: phrases("staff.invited.lead"),
            code: code.text
        ).html(frame, context)
    }

    @Sendable func person(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let presence = try await verbs.current(token: context.sessionToken)
        let person = try await verbs.queries.person(try context.parameters.require("id"))
        return PersonPage(
            person: person, reader: presence.account, places: places,
            proof: verbs.proofLink("/people/\(person.id)", for: presence)
        ).html(frame, context)
    }

    @Sendable func requestRoles(_ request: Request, _ context: EgretContext) async throws -> Response {
        let presence = try await verbs.current(token: context.sessionToken)
        let form = try await form(of: request, context)
        let asked = form.all("role").map(StaffRole.init)
        guard !asked.contains(nil) else { throw StaffRefused.malformed }
        let roles = Set(asked.compactMap(\.self))
        try await verbs.requestApproval(
            .roles(
                account: try context.parameters.require("id"), StaffRole.allCases.filter(roles.contains)),
            reason: form.text("reason", max: RequestApproval.reasonMax), by: presence,
            requestID: context.requestID)
        return Response.redirect(to: "/approvals")
    }

    @Sendable func end(_ request: Request, _ context: EgretContext) async throws -> Response {
        let presence = try await verbs.current(token: context.sessionToken)
        let id = try context.parameters.require("id")
        try await verbs.end(id, by: presence, requestID: context.requestID)
        return Response.redirect(to: "/people")
    }

    @Sendable func setAddress(_ request: Request, _ context: EgretContext) async throws -> Response {
        let presence = try await verbs.current(token: context.sessionToken)
        let id = try context.parameters.require("id")
        let address = try await form(of: request, context)
            .textIfPresent("address", max: StaffAddress.lengthMax)
        try await verbs.setAddress(address, of: id, by: presence, requestID: context.requestID)
        return Response.redirect(to: "/people/\(id)")
    }

    @Sendable func own(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let account = try await verbs.current(token: context.sessionToken).account
        return OwnPage(account: account, places: places).html(frame, context)
    }

    @Sendable func setPhone(_ request: Request, _ context: EgretContext) async throws -> Response {
        let presence = try await verbs.current(token: context.sessionToken)
        let phone = try await form(of: request, context).textIfPresent("phone", max: 20).map { text in
            guard let phone = Phone(text) else { throw StaffRefused.malformed }
            return phone
        }
        try await verbs.setOwnPhone(phone, by: presence, requestID: context.requestID)
        return Response.redirect(to: "/me")
    }

    @Sendable func setNumber(_ request: Request, _ context: EgretContext) async throws -> Response {
        let presence = try await verbs.current(token: context.sessionToken)
        let form = try await form(of: request, context)
        let typed = try form.text("citizen-number", max: 30)
        guard let number = try? CitizenNumber(typed) else { throw StaffRefused.malformed }
        try await verbs.setOwnNumber(number, by: presence, requestID: context.requestID)
        return Response.redirect(to: "/me")
    }

    @Sendable func devicePage(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let presence = try await verbs.current(token: context.sessionToken)
        return DevicePage(offer: try await verbs.addDevice.offer(to: presence)).html(frame, context)
    }

    @Sendable func addDevice(_ request: Request, _ context: EgretContext) async throws -> Response {
        let presence = try await verbs.current(token: context.sessionToken)
        try await verbs.addDevice(
            PasskeyCreation(await form(of: request, context)), by: presence, requestID: context.requestID)
        return Response.redirect(to: "/me")
    }

    @Sendable func proofPage(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let presence = try await verbs.current(token: context.sessionToken)
        return ProofPage(
            offer: try await verbs.signIn.offer(again: presence), next: Self.next(request)
        ).html(frame, context)
    }

    @Sendable func proveAgain(_ request: Request, _ context: EgretContext) async throws -> Response {
        let presence = try await verbs.current(token: context.sessionToken)
        let token = try await verbs.signIn.again(
            PasskeyAssertion(await form(of: request, context)), by: presence, requestID: context.requestID)
        var response = Response.redirect(to: Self.next(request))
        SessionCarrier.give(token, to: &response, context)
        return response
    }

    private static func next(_ request: Request) -> String {
        ProofPage.next(request.uri.queryParameters["next"].map(String.init))
    }

    private func department(_ form: Form) throws -> String? {
        guard let code = try form.textIfPresent("department", max: 40) else { return nil }
        guard places.knows(department: code) else { throw StaffRefused.malformed }
        return code
    }

    private func region(_ form: Form) throws -> DivisionCode? {
        guard let text = try form.textIfPresent("region", max: 6) else { return nil }
        guard let region = DivisionCode(rawValue: text), places.knows(region) else {
            throw StaffRefused.malformed
        }
        return region
    }

    private static func seat(_ form: Form) throws -> StaffRole? {
        guard let text = try form.textIfPresent("seat", max: 20) else { return nil }
        guard let seat = StaffRole(rawValue: text) else { throw StaffRefused.malformed }
        return seat
    }
}
