import Base
import Catalogue
import Identity
import Privacy
import Stations
import Vault
import Web

/// Being identified by the national network identity service.
extension House {
    /// What a person reads in the service's app before she agrees: which terminal asks, and what for.
    static func scene(
        _ stations: StationQueries, _ catalogue: Catalogue, _ words: Words
    ) -> NetworkLogin.Scene {
        { terminal, service in
            let phrases = words.phrases(.mandarin)
            let place = try await stations.station(of: terminal)?.name[.mandarin] ?? phrases("frame.name")
            let item = ServiceID(rawValue: service).flatMap { catalogue[$0] }?.name[.mandarin]
            return "\(place) · \(item ?? phrases("mydata.title"))"
        }
    }

    /// Whether the way is offered, and what is missing when it is not; either is well, for nobody has to use it.
    var networkStanding: String {
        if identity.offersNetwork {
            return vault.ring.isLicensed(.networkIdentity)
                ? "connected" : "connected, with a TEST key of ours"
        }
        guard (try? vault.ring.signingKey(.networkIdentity)) != nil else {
            return "not connected: the ring has no key for it; egret keys complete makes one"
        }
        return "not connected: network.certificate names no certificate of the service"
    }
}
