import Base
import CCups
import Vault

@testable import Terminal

extension Door {
    /// A printer's answer, which libcups takes apart.
    static let printerAnswers = Door(
        "ipp", bytesMax: 8_192,
        words: ["printer-state", "printer-state-reasons", "job-id", "job-state", "media-empty-error"]
    ) {
        func attribute(_ tag: UInt8, _ name: String, _ value: [UInt8]) -> [UInt8] {
            [tag, 0, UInt8(name.utf8.count)] + Array(name.utf8) + [0, UInt8(value.count)] + value
        }
        let head: [UInt8] = [1, 1, 0, 0, 0, 0, 0, 1, 1]
        let charset = attribute(0x47, "attributes-charset", Array("utf-8".utf8))
        let printer =
            attribute(0x23, "printer-state", [0, 0, 0, 5])
            + attribute(0x44, "printer-state-reasons", Array("media-empty-error".utf8))
        let job =
            attribute(0x21, "job-id", [0, 0, 0, 7]) + attribute(0x23, "job-state", [0, 0, 0, 9])
            + attribute(0x21, "job-impressions-completed", [0xFF, 0, 0, 1])
        return [head + charset + [4] + printer + [3], head + charset + [2] + job + [3]]
    } enter: { bytes in
        guard let answer = read(bytes) else { return }
        _ = answer.isSuccess
        _ = answer.printerState
        try promise(answer.jobIDs.isEmpty || answer.jobID != nil, "jobs without a job")
        let reasons = answer.printerReasons
        try promise(Set(reasons).count == reasons.count, "a reason stands twice")
        let job = answer.job
        try promise(job.pages >= 0, "fewer pages than none")
        try promise(
            !(job.isCompleted && job.isGivenUp) && !(job.isAlive && job.isCompleted), "a job in two states")
    }

    private final class Source {
        var rest: ArraySlice<UInt8>
        init(_ bytes: [UInt8]) { rest = bytes[...] }
    }

    private static func read(_ bytes: [UInt8]) -> IPPAnswer? {
        guard let message = ippNew() else { return nil }
        let source = Source(bytes)
        let state = withExtendedLifetime(source) {
            ippReadIO(
                Unmanaged.passUnretained(source).toOpaque(),
                { context, buffer, count in
                    guard let context, let buffer else { return -1 }
                    let source = Unmanaged<Source>.fromOpaque(context).takeUnretainedValue()
                    let piece = source.rest.prefix(count)
                    for (index, byte) in piece.enumerated() { buffer[index] = byte }
                    source.rest = source.rest.dropFirst(piece.count)
                    return piece.count
                }, 1, nil, message)
        }
        let answer = IPPAnswer(owning: message)
        return state == IPP_STATE_DATA ? answer : nil
    }

    /// Signatures, certificates, keys and envelopes, which OpenSSL takes apart; the first byte chooses.
    static let signedMessages = Door(
        "cms", bytesMax: 8_192, words: ["-----BEGIN CERTIFICATE-----\n", "-----BEGIN PUBLIC KEY-----\n"]
    ) {
        let signature = try CMS.signDetached(
            [1], key: FixedKeys.p256, certificate: FixedKeys.certificate, at: FixedKeys.now, pades: false)
        let envelope = try CMS.envelope([1, 2, 3], to: FixedKeys.certificate)
        return [
            [0] + signature, [1] + FixedKeys.certificate.der, [2] + Array(FixedKeys.p256.publicKey.pem.utf8),
            [2] + Array(FixedKeys.certificate.pem.utf8), [3] + envelope,
        ]
    } enter: { bytes in
        let rest = Array(bytes.dropFirst())
        switch (bytes.first ?? 0) & 3 {
        case 0:
            do throws(VaultError) {
                _ = try CMS.verifyDetached(
                    rest, content: [2], trusted: [FixedKeys.certificate], at: FixedKeys.now)
            } catch {
                return
            }
            throw Broken(description: "a signature over something else holds")
        case 1:
            guard let certificate = try? Certificate(der: rest) else { return }
            try promise(
                (try? Certificate(pem: certificate.pem)) == certificate,
                "a certificate written again is another")
        case 2:
            let text = String(decoding: rest, as: UTF8.self)
            if let key = try? PublicKey(pem: text) {
                try promise((try? PublicKey(pem: key.pem)) == key, "a key written again is another")
            }
            _ = try? Certificate(pem: text)
            _ = try? SigningKey(pem: text)
        default:
            guard let opened = try? CMS.open(rest, key: FixedKeys.p256, certificate: FixedKeys.certificate)
            else { return }
            try promise(opened.count <= rest.count, "an envelope holds more than it is")
        }
    }
}
