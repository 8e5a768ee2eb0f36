import Base
import Foundation
import Vault
import Web

@testable import Documents

extension Door {
    /// The text of a paper's QR code: with an odd first byte a payload that we signed, else a text of anybody.
    static let codes = Door("code", bytesMax: 1_200, words: [CodePayload.mark]) {
        guard let layout = try? DocumentLayout(yaml: smallLayout, file: "document.yml"),
            let name = PersonName("陈静")
        else { return [] }
        let order = DocumentOrder(
            documentID: Token(FixedKeys.world), code: VerificationCode(FixedKeys.world),
            caseNumber: "1135-A.b",
            serviceCode: "002010", serviceName: "证明", issuer: "厦门", layout: layout,
            content: DocumentContent(),
            holder: Holder(name: name, number: try CitizenNumber("350203199006159807")),
            issuedAt: FixedKeys.now, validUntil: CalendarDate(year: 2028, month: 1, day: 1))
        let text = try CodePayload(order: order).signed(by: FixedKeys.ed25519)
        let body = CrockfordBase32.decode(text.dropFirst(CodePayload.mark.count))?.dropLast(64) ?? []
        return [
            [0] + Array(text.utf8), [0] + Array("https://egret.example/verify#\(text)".utf8), [1] + body,
            [2] + Array(order.code.grouped.utf8),
        ]
    } enter: { bytes in
        let rest = Array(bytes.dropFirst())
        let first = bytes.first ?? 0
        if first & 3 == 2 { return try checkCode(String(decoding: rest, as: UTF8.self)) }
        let isSigned = first & 1 == 1
        let text =
            isSigned
            ? CodePayload.mark
                + Token.encode(rest + (try FixedKeys.ed25519.sign(Array("egret paper code 1\n".utf8) + rest)))
                .uppercased()
            : String(decoding: rest, as: UTF8.self)
        guard let payload = try? CodePayload(text, keys: [FixedKeys.ed25519.publicKey]) else { return }
        try promise(
            (try? CodePayload(text, keys: [FixedKeys.other.publicKey])) == nil,
            "a code of another key is believed")
        guard let again = try? payload.signed(by: FixedKeys.ed25519) else {
            // Day zero stands for "none" and is no day of issue that we write.
            return try promise(isSigned, "a code that was read cannot be written")
        }
        try promise(
            (try? CodePayload(again, keys: [FixedKeys.ed25519.publicKey])) == payload,
            "a code written again is another")
        if !isSigned {
            try promise(
                text.utf8.reversed().starts(with: again.utf8.reversed()), "another text is the same code")
        }
    }

    private static func checkCode(_ text: String) throws {
        guard let code = VerificationCode(text) else { return }
        try promise(VerificationCode(code.grouped) == code, "a code as printed is another")
        try promise(
            code.bytes.count == 10 && VerificationCode(Token.encode(code.bytes)) == code,
            "the bytes of a code are others")
    }

    private static let smallLayout = """
        paper: A4
        blocks:
          - title: "证明"
          - seal: "{department}"
            date: "{issuedOn|date}"
        """

    /// A file that somebody says is a sealed paper.
    ///
    /// The first byte chooses: a form with a file in it, a PDF to append to, a file of anybody, or a file that is sealed
    /// here and then changed at the place that the second byte names.
    static let sealedFiles = Door(
        "sealed-file", bytesMax: 8_192,
        words: [
            "%PDF-", "/ByteRange", "startxref", "xref", "trailer", "/Size", "/Root", "/Pages", "/Kids",
            "endobj", "--b", "filename=",
        ]
    ) {
        let pdf = """
            %PDF-1.5
            1 0 obj
            << /Type /Catalog /Pages 2 0 R >>
            endobj
            2 0 obj
            << /Type /Pages /Kids [3 0 R] /Count 1 >>
            endobj
            3 0 obj
            << /Type /Page /Parent 2 0 R >>
            endobj
            xref
            0 4
            0000000000 65535 f\u{20}
            0000000009 00000 n\u{20}
            0000000058 00000 n\u{20}
            0000000115 00000 n\u{20}
            trailer
            << /Size 4 /Root 1 0 R >>
            startxref
            162
            %%EOF

            """
        let form =
            "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.5\r\n--b--\r\n"
        return [
            [0] + Array(("multipart/form-data; boundary=b\n" + form).utf8), [1] + Array(pdf.utf8),
            [2] + Array((pdf + "/ByteRange [0 9 11 2] <00>\n\n").utf8), [3, 40] + Array(pdf.utf8),
        ]
    } enter: { bytes in
        let rest = Array(bytes.dropFirst())
        switch (bytes.first ?? 0) & 3 {
        case 0:
            let parts = rest.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { return }
            let body = Array(parts[1])
            let type = String(decoding: parts[0], as: UTF8.self)
            guard let sent = try? MultipartForm(body, contentType: type) else { return }
            try promise(
                sent.files.allSatisfy { !$0.bytes.isEmpty }
                    && sent.files.reduce(0) { $0 + $1.bytes.count } < body.count,
                "files larger than their form")
        case 1:
            guard let body = try? PDFBody(rest), let pages = try? body.pages() else { return }
            for page in pages.prefix(8) { _ = try? body.dictionary(page) }
        case 2:
            try promise(finding(rest) != .whole, "a file that we did not seal is ours")
        default: try checkSeal(Array(rest.dropFirst()), changedAt: Int(rest.first ?? 0))
        }
    }

    private static func finding(_ file: [UInt8]) -> SealedFile.Finding {
        SealedFile(file).check(trusted: [FixedKeys.certificate], at: FixedKeys.now)
    }

    private static func checkSeal(_ text: [UInt8], changedAt place: Int) throws {
        let room = 4_096
        let head = Array("%PDF-1.5\n".utf8) + text + Array("\n/ByteRange ".utf8)
        let range = "[0 \(head.count + 60) \(head.count + 60 + room + 2) 2]"
        let before = head + Array(range.leftAligned(60).utf8)
        let after = Array("\n\n".utf8)
        let signature = try CMS.signDetached(
            before + after, key: FixedKeys.p256, certificate: FixedKeys.certificate, at: nil, pades: true)
        let hex = signature.hex + String(repeating: "0", count: room - 2 * signature.count)
        let file = before + Array("<\(hex)>".utf8) + after
        try promise(finding(file) == .whole, "a file that we sealed is \(finding(file))")
        var changed = file
        changed[min(place * before.count / 255, before.count - 1)] ^= 0x20
        try promise(finding(changed) != .whole, "a changed file is whole")
        try promise(finding(file + [10]) != .whole, "a file with something behind it is whole")
    }
}

extension String {
    fileprivate func leftAligned(_ width: Int) -> String {
        self + String(repeating: " ", count: Swift.max(0, width - utf8.count))
    }
}
