import Hummingbird
import Identity
import Notices
import Privacy
import Web

/// Messages by WeChat.
extension House {
    /// The second channel, under a consent that the ledger keeps.
    static func channel(
        _ port: (any WeChatPort)?, under consents: ConsentLedger
    ) -> WeChatChannel? {
        port.map { port in
            WeChatChannel(
                port: port,
                consent: WeChatChannel.Consent(
                    holds: { try consents.holds(WeChatChannel.purpose, of: $0, in: $1) },
                    give: { asker, requestID in
                        try await consents.give(
                            WeChatChannel.purpose, for: here(asker), by: asker.citizen, requestID: requestID)
                    },
                    withdraw: { asker, requestID in
                        do {
                            try await consents.withdraw(
                                WeChatChannel.purpose, of: here(asker), requestID: requestID)
                        } catch PrivacyRefused.consentUnknown {
                            // It has run out, or was taken back before.
                        }
                    }))
        }
    }

    /// Who takes her consent back is forgotten in the same transaction; a house without an account asks nobody for it.
    static func consented(weChat: (any WeChatPort)?, _ forgetWeChat: ForgetWeChat) -> ConsentLedger.House {
        ConsentLedger.House(
            unused: weChat == nil ? [WeChatChannel.purpose] : [],
            withdrawn: { purpose, citizen, actor, requestID, db in
                guard purpose == WeChatChannel.purpose else { return }
                try forgetWeChat(
                    of: citizen, by: actor, because: "withdrawn", requestID: requestID, in: db)
            })
    }

    private static func here(_ asker: WeChatAsker) -> PersonHere {
        PersonHere(citizen: asker.citizen, terminal: nil, session: asker.session)
    }

    func addWeChat(to router: Router<EgretContext>, account: some RouterMethods<EgretContext>) {
        WeChatRoutes(
            frame: frame, world: world, parts: notices, idempotency: idempotency,
            known: { [accounts] context in
                let session = try await accounts.current(token: context.sessionToken)
                return WeChatAsker(citizen: session.citizen, session: session.id)
            }
        ).add(to: router, account: account)
    }

    /// Whether the way is offered; either is well.
    var weChatStanding: String {
        notices.weChat == nil ? "not connected: wechat.app names no account" : "connected"
    }
}
