import Base
import Casework
import Documents
import Federation
import Identity
import Notices
import Privacy
import Representation
import Storage
import Vault

extension PersonHoldings {
    /// What the rooms of this house keep of a person, and how it goes.
    static func house(
        _ vault: Vault, _ accounts: AccountVerbs, _ ties: CutTies
    ) -> PersonHoldings {
        PersonHoldings(
            youngest: { kept, citizen, db in
                switch kept {
                case .cases: try CaseRetentionStore.youngest(of: citizen, in: db)
                case .consents:
                    [
                        try IdentityRetentionStore.youngestConsent(of: citizen, in: db),
                        try PrivacyRetentionStore.youngestConsent(of: citizen, in: db),
                        try RepresentationRetentionStore.youngestMandate(of: citizen, in: db),
                    ].compactMap(\.self).max()
                default: nil
                }
            },
            isHere: { try IdentityRetentionStore.isHere($0, in: $1) },
            forget: { citizen, db in
                try CaseRetentionStore.forgetUnfinished(of: citizen, in: db)
                try DocumentRetentionStore.emptyPapers(of: citizen, in: db)
            },
            closeAccount: { try accounts.close($0, in: $1) },
            erase: { citizen, db in
                // Her grants go with her row; the sites hear of it first.
                try ties.grants(of: citizen, in: db)
                try accounts.forgetDevices(of: citizen, in: db)
                try NoticeStore.erase(citizen, in: db)
                try RepresentationRetentionStore.erase(citizen, vault: vault, in: db)
                try IdentityRetentionStore.erase(citizen, vault: vault, in: db)
            })
    }
}
