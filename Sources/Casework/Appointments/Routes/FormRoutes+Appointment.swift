import Base
import Catalogue
import HTTPTypes
import Hummingbird
import Identity
import Web

/// The page after the questions: where and when, or which booking is given back.
extension FormRoutes {
    @Sendable func slots(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await verbs.owned.form(number(context), of: session(context))
        let asked = request.uri.queryParameters
        let problem: AppointmentRefused? = asked["over"] == nil ? nil : .holdOver
        return try await page(
            form, place: asked["place"].map(String.init),
            day: asked["day"].flatMap { CalendarDate(String($0)) }, problem, context)
    }

    @Sendable func hold(_ request: Request, _ context: EgretContext) async throws -> Response {
        let sent = try await Web.form(of: request, context)
        return try await idempotency(request, context, sent) { _ in
            let session = try await session(context)
            let number = try number(context)
            do {
                if let booking = sent["booking"] {
                    try await verbs.slot.choose(booking, in: number, of: session)
                } else {
                    try await verbs.slot(wish(sent), in: number, of: session)
                }
                return Response.redirect(to: place.path(number) + "/check")
            } catch let refusal as AppointmentRefused {
                // What is left has changed meanwhile: the page shows it anew.
                let form = try await verbs.owned.form(number, of: session)
                let isStale = refusal == .notOffered
                var answer = try await page(
                    form, place: isStale ? nil : sent["place"],
                    day: isStale || refusal == .dayTaken ? nil : sent["day"].flatMap { CalendarDate($0) },
                    refusal, context)
                if answer.status == .ok { answer.status = refusal.status }
                return answer
            }
        }
    }

    private func wish(_ sent: Form) throws -> HoldSlot.Wish {
        guard let time = sent["time"], !time.isEmpty else { throw AppointmentRefused.nothingChosen }
        guard let place = sent["place"], let day = sent["day"].flatMap({ CalendarDate($0) }),
            let minute = SlotTime.minute(time)
        else { throw AppointmentRefused.notOffered }
        return HoldSlot.Wish(place: place, day: day, minute: minute)
    }

    private func page(
        _ form: CaseForm, place wanted: String?, day: CalendarDate?, _ problem: AppointmentRefused?,
        _ context: EgretContext
    ) async throws -> Response {
        let path = path(form.file)
        guard form.file.state == .open, let booking = form.booking, form.isReadyToBook else {
            return Response.redirect(to: path)
        }
        let last = form.route.last.map { "\(path)/questions/\($0.id)" } ?? place.home
        guard booking.act == .book, let plan = booking.plan else {
            return BookingsPage(
                form: form, booking: booking, problem: problem, back: last, place: place,
                handOverKey: handOverKey(form), key: Token(world)
            ).html(frame, context).response(status: .ok)
        }
        // Where there is one place, nobody chooses it.
        let chosen = wanted.flatMap(plan.place) ?? (plan.places.count == 1 ? plan.places.first : nil)
        var (stage, back) = (SlotPage.Stage.places, last)
        if let chosen {
            let isAlone = plan.places.count == 1
            if let day, let times = try? await verbs.free.times(at: chosen.id, on: day, for: form) {
                stage = .times(place: chosen, day, times)
                back = "\(path)/appointment?place=\(chosen.id)"
            } else {
                stage = .days(place: chosen, try await verbs.free.days(at: chosen.id, for: form))
                back = isAlone ? last : "\(path)/appointment"
            }
        }
        return SlotPage(
            form: form, plan: plan, stage: stage, problem: problem, back: back, place: place,
            handOverKey: handOverKey(form), key: Token(world)
        ).html(frame, context).response(status: .ok)
    }
}
