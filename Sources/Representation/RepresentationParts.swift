public import Audit
public import Base
public import Catalogue
public import Exchange
public import Stations
public import Storage
public import Vault

/// What the verbs of this room work with.
public final class RepresentationParts: Sendable {
    let engine: any SQLEngine
    let vault: Vault
    let audit: AuditLog
    let world: World
    let catalogue: Catalogue
    let register: ReadRegister
    let stopService: StopService

    public init(
        engine: any SQLEngine, vault: Vault, audit: AuditLog, world: World, catalogue: Catalogue,
        register: ReadRegister, stopService: StopService
    ) {
        self.engine = engine
        self.vault = vault
        self.audit = audit
        self.world = world
        self.catalogue = catalogue
        self.register = register
        self.stopService = stopService
    }

    var today: CalendarDate { CalendarDate(inChinaAt: world.now()) }

    func rules() throws(RepresentationRefused) -> RepresentationRules {
        guard let rules = catalogue.representation else { throw .notPermitted }
        return rules
    }
}
