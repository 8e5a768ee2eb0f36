import Base
import Foundation
import Vault

/// What the digital envelope of a request holds, under the protocol's own names.
struct RetainedData: Codable {
    struct Identity: Codable {
        /// Name.
        let XM: String
        /// Citizen number.
        let GMSFHM: String
        /// Card valid from, `yyyymmdd`; empty when not asked about.
        let YXQQSRQ: String
        /// Card valid until, `00000000` for a long-term card; empty when not asked about.
        let YXQJZRQ: String
    }

    struct Business: Codable {
        let businessType: String
        let dealDate: String
        let venderName: String
    }

    let SFXX: Identity
    let WZXX: Business

    var fingerprint: [UInt8] {
        Digest.sha256(Array([SFXX.XM, SFXX.GMSFHM, SFXX.YXQQSRQ, SFXX.YXQJZRQ].joined(separator: "\n").utf8))
    }

    func matches(_ citizen: SampleCitizen) -> Bool {
        let until = citizen.cardUntil?.compact ?? "00000000"
        return SFXX.XM == citizen.name && SFXX.GMSFHM == citizen.number.text
            && (SFXX.YXQQSRQ.isEmpty || SFXX.YXQQSRQ == citizen.cardFrom.compact)
            && (SFXX.YXQJZRQ.isEmpty || SFXX.YXQJZRQ == until)
    }
}
