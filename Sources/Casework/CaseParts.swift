public import Audit
public import Base
public import Catalogue
public import Documents
public import Exchange
import Representation
public import Stations
public import Storage
public import Uploads
public import Vault

/// What every verb of casework works with.
public final class CaseParts: Sendable {
    let engine: any SQLEngine
    let vault: Vault
    let audit: AuditLog
    let world: World
    let catalogue: Catalogue
    let register: ReadRegister
    let documents: DocumentFactory
    let keep: KeepDocument
    let layouts: PaperLayouts
    let stop: StopTerminal
    let stopService: StopService
    let numbers: CaseNumbers
    let standing: Standing
    let figures: HandlingFigures
    public let intake: FileIntake

    public init(
        engine: any SQLEngine, vault: Vault, audit: AuditLog, world: World, catalogue: Catalogue,
        layouts: PaperLayouts, register: ReadRegister, documents: DocumentFactory, stop: StopTerminal,
        stopService: StopService, figures: HandlingFigures = HandlingFigures(),
        intake: FileIntake = FileIntake(scanner: nil)
    ) {
        self.figures = figures
        self.intake = intake
        self.engine = engine
        self.vault = vault
        self.audit = audit
        self.world = world
        self.catalogue = catalogue
        self.register = register
        self.documents = documents
        self.layouts = layouts
        keep = KeepDocument(audit: audit)
        self.stop = stop
        self.stopService = stopService
        numbers = CaseNumbers(engine: engine, world: world)
        standing = Standing(vault: vault, world: world, rules: catalogue.representation)
    }

    /// Something from outside spoke of another person: the service stops at this terminal and an alarm is raised.
    func stopForWrongPerson(_ reason: String, in file: CaseFile, at terminal: String) async throws {
        try await stopService(
            file.service.rawValue, at: terminal, reason: reason, caseNumber: file.number.rawValue,
            by: .system("casework"))
    }

    /// What acting for another works with; the same doors as the cases'.
    var representation: RepresentationParts {
        RepresentationParts(
            engine: engine, vault: vault, audit: audit, world: world, catalogue: catalogue,
            register: register,
            stopService: stopService)
    }

    /// On which days visits can be booked.
    var workingDays: any WorkingDays { catalogue.calendar }

    /// The form of a case as it stands now, or stood when it was submitted.
    func form(
        _ file: CaseFile, _ item: ServiceItem, person: CitizenNumber?, booking: CaseBooking? = nil
    ) -> CaseForm {
        CaseForm(
            file, item, catalogue: catalogue, person: person,
            on: CalendarDate(inChinaAt: file.submittedAt ?? world.now()), booking: booking)
    }

    func item(_ id: ServiceID) throws(CaseRefused) -> ServiceItem {
        guard let item = catalogue[id] else { throw .unknownService }
        return item
    }

    /// The service as it was when the case was opened.
    ///
    /// - Throws: ``CaseRefused/unknownService``; `NotYetHere` at a node that has not read its version yet.
    func item(of file: CaseFile) throws -> ServiceItem {
        try item(file.service, version: file.serviceVersion)
    }

    /// As its service was when it was booked: a place that is offered no more is still where its person is expected.
    func item(of appointment: Appointment, in db: any SQLConnection) throws(SQLError) -> ServiceItem? {
        item(
            of: appointment, version: try CaseStore.heading(appointment.number, in: db)?.serviceVersion)
    }

    func item(of appointment: Appointment, version: Int?) -> ServiceItem? {
        catalogue[appointment.service, version: version]
    }

    func item(_ id: ServiceID, version: Int) throws -> ServiceItem {
        guard let item = try catalogue.item(id, version: version) else { throw CaseRefused.unknownService }
        return item
    }
}
