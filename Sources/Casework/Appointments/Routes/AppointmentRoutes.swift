public import Base
public import Hummingbird
public import Web
import Catalogue
import HTTPTypes
import NIOCore

/// A person's appointments on the public site.
///
///     GET  /appointments                                  asks for number and code
///     POST /appointments                                  the appointment
///     POST /appointments/calendar                         its file for a calendar
///     GET  /account/appointments                          all that lie ahead of who is signed in
///     GET  /account/appointments/{number}/calendar.ics    one of them, for a calendar
public struct AppointmentRoutes: Sendable {
    /// Who is signed in; throws when nobody is.
    public typealias Known = @Sendable (_ context: EgretContext) async throws -> Token

    let frame: Frame
    let own: OwnAppointments
    let known: Known

    public init(frame: Frame, own: OwnAppointments, known: @escaping Known) {
        self.frame = frame
        self.own = own
        self.known = known
    }

    /// - Parameters:
    ///   - site: The public site's routes.
    ///   - account: Those below `/account`.
    public func add(to site: some RouterMethods<EgretContext>, account: some RouterMethods<EgretContext>) {
        site.get("appointments", use: ask)
        site.post("appointments", use: find)
        site.post("appointments/calendar", use: calendar)
        account.get("appointments", use: list)
        account.get("appointments/{number}/calendar.ics", use: ownCalendar)
    }

    @Sendable func ask(_ request: Request, _ context: EgretContext) -> HTML {
        FindAppointmentPage().html(frame, context)
    }

    @Sendable func find(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        do {
            let (number, code) = (try form.text("number", max: 60), try form.text("code", max: 60))
            let view = try await own(number: number, code: code, requestID: context.requestID)
            return AppointmentPage(view: view, number: number, code: code).html(frame, context)
                .response(status: .ok)
        } catch let refusal as any Refusal where refusal is FormRefusal || refusal is AppointmentRefused {
            return FindAppointmentPage(number: form["number"] ?? "", problem: refusal).html(frame, context)
                .response(status: refusal.status)
        }
    }

    @Sendable func calendar(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        let view = try await own(
            number: form.textIfPresent("number", max: 60) ?? "",
            code: form.textIfPresent("code", max: 60) ?? "", requestID: context.requestID)
        return file(view, context)
    }

    @Sendable func list(_ request: Request, _ context: EgretContext) async throws -> HTML {
        AppointmentsPage(views: try await own.all(of: known(context))).html(frame, context)
    }

    @Sendable func ownCalendar(_ request: Request, _ context: EgretContext) async throws -> Response {
        let citizen = try await known(context)
        guard let number = context.parameters.get("number").flatMap(CaseNumber.init) else {
            throw AppointmentRefused.unknown
        }
        return file(try await own.one(number, of: citizen), context)
    }

    private func file(_ view: OwnAppointments.View, _ context: EgretContext) -> Response {
        let text = CalendarFile(view, in: context.language).text(frame.phrases(context))
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/calendar; charset=utf-8; method=PUBLISH", .cacheControl: "no-store",
                .contentDisposition: "attachment; filename=\"appointment.ics\"",
            ],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
