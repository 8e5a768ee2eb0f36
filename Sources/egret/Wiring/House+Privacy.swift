import Catalogue
import Hummingbird
import Identity
import Privacy
import Stations
import Web

extension House {
    /// A person's own pages on a terminal, with the way in for who comes for nothing else.
    func addOwnPages(to router: Router<EgretContext>) {
        let myData = MyDataKioskRoutes(
            frame: frame, world: world, identity: identity, idempotency: idempotency)
        myData.add(to: router)
        PrivacyRoutes(
            frame: frame, world: world, verbs: privacy, catalogue: catalogue, stations: stations.queries,
            idempotency: idempotency, known: myData.known
        ).add(to: router)
        ConsentRoutes(
            frame: frame, world: world, ledger: privacy.consents, idempotency: idempotency,
            known: myData.known
        ).add(to: router)
    }

    /// Writes the record of an impact assessment from what this house declares.
    var assessmentWriter: AssessmentWriter {
        AssessmentWriter(
            catalogue: catalogue, schedule: retention.schedule, rules: privacy.rules,
            purposes: privacy.purposes, inventory: House.inventory)
    }
}
