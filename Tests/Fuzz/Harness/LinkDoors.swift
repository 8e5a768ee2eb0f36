import Base
import Foundation
import Vault

@testable import Terminal
@testable import Wire

extension Door {
    private static func ticket(expiresIn seconds: Int64 = 30) -> PrintTicket {
        PrintTicket(
            id: Token(FixedKeys.world), caseNumber: "1", documentHash: Digest.sha256([1]), documentBytes: 1,
            pages: 1, sessionHash: [2], subject: [3], terminalID: "t",
            expiresAt: FixedKeys.now + .seconds(seconds))
    }

    /// A print ticket: with an odd first byte a payload that the centre signed, else a text of anybody.
    static let tickets = Door("ticket", words: ["expiresAtMs", "-9223372036854775808"]) {
        let wire = try ticket().signed(by: FixedKeys.ed25519)
        let payload = wire.split(separator: ".").first.flatMap { Base64URL.decode($0) } ?? []
        return [[0] + Array(wire.utf8), [1] + payload]
    } enter: { bytes in
        let rest = Array(bytes.dropFirst())
        let isSigned = bytes.first.map { $0 & 1 == 1 } ?? false
        let wire =
            isSigned
            ? Base64URL.encode(rest) + "." + Base64URL.encode(try FixedKeys.ed25519.sign(rest))
            : String(decoding: rest, as: UTF8.self)
        guard
            let ticket = try? PrintTicket(
                wire: wire, keys: [FixedKeys.other.publicKey, FixedKeys.ed25519.publicKey])
        else { return }
        let again = try ticket.signed(by: FixedKeys.ed25519)
        try promise(
            (try? PrintTicket(wire: again, keys: [FixedKeys.ed25519.publicKey])) == ticket,
            "a ticket written again is another")
        if !isSigned { try promise(Array(wire.utf8) == Array(again.utf8), "another text is the same ticket") }
        try promise(
            (try? PrintTicket(wire: wire, keys: [FixedKeys.other.publicKey])) == nil,
            "a ticket of another key is believed")
        let fits: ()? = try? ticket.check(
            terminalID: "t", sessionHash: [2], subject: [3], document: [1], now: FixedKeys.now)
        guard fits != nil else { return }
        let left = Instant(milliseconds: ticket.expiresAtMs).since(FixedKeys.now)
        try promise(
            ticket.terminalID == "t" && ticket.sessionHash == "02" && ticket.subject == "03"
                && ticket.documentHash == Digest.sha256([1]).hex && left > .zero && left <= PrintTicket.life,
            "a ticket for something else is obeyed")
    }

    /// A signed request: with an odd first byte its lines are signed, else the headers are anybody's.
    static let signatures = Door("request-signature", words: ["egret=", ";created=", ";keyid=", ";nonce="]) {
        let request = covered(["POST", "/cases?a=b", "session", "key"], body: [1, 2])
        let headers = try RequestSignature.headers(
            for: request, terminalID: "t", key: FixedKeys.ed25519, world: FixedKeys.world)
        let values = Dictionary(uniqueKeysWithValues: headers)
        let sent = [WireHeader.contentDigest, WireHeader.signatureInput, WireHeader.signature].map {
            values[$0] ?? ""
        }
        return [
            [0] + Array((["POST", "/cases?a=b", "session", "key"] + sent).joined(separator: "\n").utf8) + [
                10, 1, 2,
            ],
            [1] + Array("GET\n/\n\n\n\n\n\nbody".utf8),
        ]
    } enter: { bytes in
        let lines = bytes.dropFirst().split(separator: 0x0A, maxSplits: 7, omittingEmptySubsequences: false)
        let texts = lines.map { String(decoding: $0, as: UTF8.self) }
        guard lines.count == 8 else { return }
        let request = covered(texts, body: Array(lines[7]))
        guard bytes.first.map({ $0 & 1 == 1 }) ?? false else {
            _ = RequestSignature.terminalID(signatureInput: texts[5])
            guard verifies(request, texts[4], texts[5], texts[6]) else { return }
            // The one request that was ever signed with this key: the seed's.
            try promise(
                texts[0] == "POST" && texts[1] == "/cases?a=b" && texts[2] == "session" && texts[3] == "key"
                    && request.body == [1, 2], "a signature holds for another request")
            return
        }
        let headers = Dictionary(
            uniqueKeysWithValues: try RequestSignature.headers(
                for: request, terminalID: "t", key: FixedKeys.ed25519, world: FixedKeys.world))
        let (digest, input, signature) = (
            headers[WireHeader.contentDigest] ?? "", headers[WireHeader.signatureInput] ?? "",
            headers[WireHeader.signature] ?? ""
        )
        try promise(verifies(request, digest, input, signature), "a request that was signed is refused")
        try promise(RequestSignature.terminalID(signatureInput: input) == "t", "the signer is another")
        for place in 0..<4 {
            var changed = texts
            changed[place] = "x" + texts[place]
            try promise(
                !verifies(covered(changed, body: request.body), digest, input, signature),
                "a signature holds for a changed request")
        }
        try promise(
            !verifies(covered(texts, body: request.body + [0]), digest, input, signature),
            "a signature holds for another body")
    }

    private static func covered(_ texts: [String], body: [UInt8]) -> RequestSignature.Covered {
        RequestSignature.Covered(
            method: texts[0], target: texts[1], body: body, session: texts[2], idempotencyKey: texts[3])
    }

    private static func verifies(
        _ request: RequestSignature.Covered, _ digest: String, _ input: String, _ signature: String
    ) -> Bool {
        let verified: ()? = try? RequestSignature.verify(
            request, contentDigest: digest, signatureInput: input, signature: signature,
            key: FixedKeys.ed25519.publicKey, now: FixedKeys.now)
        return verified != nil
    }

    /// The messages of the link, whose first byte chooses the kind.
    static let messages = Door(
        "messages", bytesMax: 8_192,
        words: ["jpegBase64", "takenAtMs", "readerSerial", "clockMs", "printerReasons", "pagesPrinted"]
    ) {
        let report = HealthReport(
            version: "1", cardReader: .ready, camera: .attention, printer: .out, printerReasons: ["jam"],
            stopped: nil, clockMs: 1)
        let reading = CardReading(
            name: "陈静", number: "350203199006159807", validFrom: "20200101", validTo: "00000000", issuer: "厦",
            readerSerial: "1")
        let jpeg = Data([0xFF, 0xD8, 0xFF] + Array(repeating: 0, count: 130) + [0xFF, 0xD9])
        return try [
            [0] + json(reading), [1] + json(FaceCapture(jpegBase64: "/9j/", takenAtMs: 5)),
            [2] + json(EnrolmentRequest(code: "1", publicKeyPEM: "p", serial: "s", version: "v")),
            [3] + json(report),
            [4] + json(PrintOutcome(state: .mismatch, reason: "expired", pagesPrinted: 0)),
            [5] + json(TicketAnswer(ticket: "a.b", ticketID: "a", nowMs: 1)),
            [6] + json(HealthAnswer(serve: true, ticketKeysPEM: ["k"], nowMs: 1)),
            [7]
                + json(
                    EnrolmentAnswer(terminalID: "t", stationName: "s", stationPlace: "p", ticketKeysPEM: [])),
            [8] + Array("data:image/jpeg;base64,".utf8) + Array(jpeg.base64EncodedString().utf8),
        ]
    } enter: { bytes in
        let body = Data(bytes.dropFirst())
        switch (bytes.first ?? 0) % 9 {
        case 0: try survives(CardReading.self, body)
        case 1: try survives(FaceCapture.self, body)
        case 2: try survives(EnrolmentRequest.self, body)
        case 3: try survives(HealthReport.self, body)
        case 4: try survives(PrintOutcome.self, body)
        case 5: try survives(TicketAnswer.self, body)
        case 6: try survives(HealthAnswer.self, body)
        case 7: try survives(EnrolmentAnswer.self, body)
        default:
            guard let picture = try? FacePicture(base64: String(decoding: body, as: UTF8.self)) else {
                return
            }
            try promise(picture.jpeg.count <= FaceCapture.bytesMax, "a picture larger than any")
        }
    }

    private static func json(_ value: some Encodable) throws -> [UInt8] {
        [UInt8](try JSONEncoder().encode(value))
    }

    private static func survives<Message: Codable & Hashable>(_ type: Message.Type, _ body: Data) throws {
        guard let message = try? JSONDecoder().decode(type, from: body) else { return }
        let again = try? JSONDecoder().decode(type, from: try JSONEncoder().encode(message))
        try promise(again == message, "a message written again is another")
    }
}
