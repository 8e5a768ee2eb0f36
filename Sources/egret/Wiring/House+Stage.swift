import Casework
import Catalogue
import Documents
import Exchange
import Foundation
import Identity
import Transport
import Web

extension House {
    /// What takes long to read; the centres of one process may share it, and each changes only its own copy of what
    /// publications change.
    struct Furniture: Sendable {
        let catalogue: Catalogue
        let frame: Frame
        let layouts: PaperLayouts
        let retention: RetentionSchedule
        let privacy: PrivacyRules
        let consents: [ConsentPurpose]
        let passwords: PasswordRule

        init(_ config: CentreConfig) throws {
            try self.init(servicesPath: config.servicesFolder().path, knownPasswords: config.knownPasswords)
        }

        /// `knownPasswords` is the path of a list, if there is one.
        init(servicesPath: String, knownPasswords: String? = nil) throws {
            passwords = try PasswordRule(knownPasswords)
            retention = try RetentionSchedule.load(URL(filePath: servicesPath))
            privacy = try PrivacyRules.load(URL(filePath: servicesPath))
            consents = try ConsentPurpose.load(URL(filePath: servicesPath))
            catalogue = try Catalogue.load(URL(filePath: servicesPath))
            frame = try House.frame(catalogue)
            layouts = try PaperLayouts(catalogue)
        }
    }

    /// What stands around a house that is not in a city: a network that is played, and perhaps a press.
    struct Stage: Sendable {
        let furniture: Furniture
        let transport: any HTTPTransport
        /// Nil for the press that draws.
        let maker: DocumentFactory.PaperMaker?
        /// Stands between the connectors of the registers and the house.
        var mixUp: @Sendable (any RegisterPort) -> any RegisterPort = { $0 }
    }
}
