public import Catalogue
public import Hummingbird
public import Web
import HTTPTypes

/// How far a case is, on the public site.
///
///     GET  /progress   asks for number and one thing more
///     POST /progress   the answer; by post, so that no log holds what was typed
public struct ProgressRoutes: Sendable {
    let frame: Frame
    let catalogue: Catalogue
    let progress: CaseProgress

    public init(frame: Frame, catalogue: Catalogue, progress: CaseProgress) {
        self.frame = frame
        self.catalogue = catalogue
        self.progress = progress
    }

    public func add(to router: some RouterMethods<EgretContext>) {
        router.get("progress", use: ask)
        router.post("progress", use: find)
    }

    @Sendable func ask(_ request: Request, _ context: EgretContext) -> HTML {
        FindProgressPage().html(frame, context)
    }

    @Sendable func find(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        let service = try form.textIfPresent("service", max: 121).flatMap(ServiceID.init)
        var asked = FindProgressPage(number: form["number"] ?? "")
        do {
            // What is left empty is no guess, and costs no try.
            let (number, second) = (try form.text("number", max: 60), try form.text("second", max: 40))
            if CaseProgress.needsService(number: number, second: second) {
                (asked.second, asked.catalogue, asked.service) = (second, catalogue, service)
                guard service != nil else { return asked.html(frame, context).response(status: .ok) }
            }
            let view = try await progress(
                number: number, of: service, second: second, requestID: context.requestID)
            return ProgressPage(view: view, catalogue: catalogue).html(frame, context).response(status: .ok)
        } catch let refusal as any Refusal where refusal is FormRefusal || refusal is ProgressRefused {
            asked.problem = refusal
            return asked.html(frame, context).response(status: refusal.status)
        }
    }
}
