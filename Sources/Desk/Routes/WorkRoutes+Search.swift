import Base
import Casework
import Hummingbird
import Staff
import Web

/// Finding a case by its number or its person, and the lists that a clerk keeps.
extension WorkRoutes {
    /// By number as ever; by name, citizen number or phone what lies in the clerk's own queue, masked.
    ///
    /// The search is written down, and a look at each hit, before anything is shown.
    @Sendable func find(_ request: Request, _ context: EgretContext) async throws -> Response {
        let (presence, clerk) = try await present(context)
        let text = try await form(of: request, context).textIfPresent("text", max: SearchForm.textMax) ?? ""
        if let answer = try await byNumber(text, for: clerk, context) { return answer }
        if DeskQueries.isNumber(text) {
            return page(FindByPerson.Found(hits: [], isMore: false), text, context)
        }
        guard let clue = PersonClue(text) else { return page(nil, text, context) }
        let found = try await desk.findByPerson(clue, for: clerk)
        let numbers = Set(found.hits.map(\.step.key.number.rawValue)).sorted()
        try await staff.noteSearch(
            clue.kind, found: numbers.count, by: presence, requestID: context.requestID)
        for number in numbers {
            _ = try await staff.look(
                number, for: .question, by: presence, showing: ["name", "number", "state"],
                requestID: context.requestID)
        }
        return page(found, text, context)
    }

    func page(_ found: FindByPerson.Found?, _ text: String, _ context: EgretContext) -> Response {
        FoundPage(found: found, text: text, catalogue: catalogue, scale: desk.queries.scale).html(
            frame, context
        )
        .response(status: .ok)
    }

    /// The case that a number means, at the step that matters: what can still be decided, else the first.
    ///
    /// The twelve digits that pages show are counted a service and day: where they mean several cases, she chooses.
    ///
    /// - Returns: Nil for what means none.
    func byNumber(_ text: String, for clerk: Clerk, _ context: EgretContext) async throws -> Response? {
        let found = try await desk.queries.search(String(text.prefix(SearchForm.textMax)), for: clerk)
        let cases = Dictionary(grouping: found, by: \.key.number).sorted { $0.key.rawValue < $1.key.rawValue }
        let steps = cases.compactMap { _, steps in steps.first(where: \.isRunning) ?? steps.first }
        guard let first = steps.first else { return nil }
        guard steps.count > 1 else { return Response.redirect(to: StepTable.address(first)) }
        return FoundPage(
            found: nil, text: text, several: steps, catalogue: catalogue, scale: desk.queries.scale
        )
        .html(frame, context).response(status: .ok)
    }

    @Sendable func saveFilter(_ request: Request, _ context: EgretContext) async throws -> Response {
        let (presence, _) = try await present(context)
        let form = try await form(of: request, context)
        let filter = SavedFilter(
            name: try form.text("name", max: SavedFilter.nameMax),
            list: ListAddress(query: form["list"] ?? "").list, isDefault: form.isOn("first"))
        try await filters.save(filter, of: presence.account.id)
        return Response.redirect(to: filter.address.path)
    }

    @Sendable func removeFilter(_ request: Request, _ context: EgretContext) async throws -> Response {
        let (presence, _) = try await present(context)
        let name = try await form(of: request, context).text("name", max: SavedFilter.nameMax)
        try await filters.remove(name, of: presence.account.id)
        return Response.redirect(to: "/work?tab=ready")
    }
}
