import Base
import Exchange
import Identity
import Foundation
import Vault

@testable import Connectors

extension Door {
    private static let account = CTIDAuthority.Account(
        base: "http://authority.example", customerNumber: "EGRET", applicationName: "egret",
        key: FixedKeys.p256, certificate: FixedKeys.certificate, authority: FixedKeys.certificate)

    /// An answer of the identity authority: with an odd first byte a package that it signed, else a message of anybody.
    static let authorityReplies = Door(
        "ctid", words: ["bizPackage", "sign", "custNum", "timeStamp", "authResult", "\\u0065", "\\\""]
    ) {
        let time = CTIDTime.text(FixedKeys.now)
        return [
            [1]
                + Array(
                    #"{"custNum":"EGRET","timeStamp":"\#(time)","authMode":"0x40","authResult":"0XXX"}"#.utf8),
            [1]
                + Array(
                    #"{"custNum":"EGRET","timeStamp":"\#(time)","businessSerialNumber":"1","randomNumber":"2"}"#
                        .utf8),
            [0] + Array(#"{"bizPackage":{"custNum":"EGRET","a":[{"b":"}"}]}, "sign":"MEUC\/w=="}"#.utf8),
        ]
    } enter: { bytes in
        let isSigned = bytes.first.map { $0 & 1 == 1 } ?? false
        let text = Array(bytes.dropFirst())
        guard isSigned else {
            try readsAlike(text)
            try promise(reply(text) == nil, "a message without the authority's signature is believed")
            return
        }
        let message = try signed(package: text)
        try readsAlike(message)
        guard let reply = reply(message) else { return }
        try promise(reply.custNum == "EGRET", "an answer to another customer is believed")
        let sent = CTIDTime.instant(reply.timeStamp).map { FixedKeys.now.since($0) } ?? .seconds(999)
        try promise(sent <= CTIDAuthority.skewMax, "an answer of another time is believed")
        if let result = reply.authResult.flatMap(CTIDResult.init),
            result.verdict(mode: .nameNumberAndFace, serial: "1") == .match(serial: "1")
        {
            try promise(reply.authResult?.hasPrefix("00") == true, "a mismatch is read as a match")
        }
        var changed = message
        changed["{\"bizPackage\":".utf8.count + text.count / 2] ^= 1
        try promise(Self.reply(changed) == nil, "a changed answer is believed")
    }

    private static func reply(_ message: [UInt8]) -> CTIDReply? {
        try? CTIDReply(message, for: account, at: FixedKeys.now)
    }

    private static func signed(package: [UInt8]) throws -> [UInt8] {
        let sign = try CMS.signDetached(
            package, key: FixedKeys.p256, certificate: FixedKeys.certificate, at: FixedKeys.now, pades: false)
        return Array("{\"bizPackage\":".utf8) + package
            + Array((",\"sign\":\"" + Data(sign).base64EncodedString() + "\"}").utf8)
    }

    /// What is cut out of a message is what every reader of JSON finds in it.
    private static func readsAlike(_ message: [UInt8]) throws {
        guard let cut = SignedPackage(message),
            let whole = try? JSONSerialization.jsonObject(with: Data(message)) as? [String: Any]
        else { return }
        try promise(Set(whole.keys) == ["bizPackage", "sign"], "other members stand beside the package")
        let part = try? JSONSerialization.jsonObject(with: Data(cut.package)) as? NSDictionary
        try promise(
            part != nil && part == whole["bizPackage"] as? NSDictionary,
            "the package that is cut out is another")
    }
}

extension Door {
    private static let question = RegisterQuestion(
        resource: "police/residents", subject: subject, caseNumber: "1", purpose: "2",
        fields: ["name", "rows"])

    private static let subject: CitizenNumber = {
        guard let number = try? CitizenNumber("350203199006159807") else { preconditionFailure("a sample") }
        return number
    }()

    private static let covering = #"egret=("@status" "content-digest" "signature";req;key="egret");created="#

    /// A department's answer: with an odd first byte a body that it signed, else two headers and a body of anybody; each is
    /// read as the answer to a question and as the receipt for a result.
    static let registerReplies = Door(
        "register",
        words: ["subject", "caseNumber", "requestID", "found", "values", "recorded", "word", covering]
    ) {
        let id = Token(FixedKeys.world).rawValue
        func body(_ rest: String) -> [UInt8] {
            Array(#"{"caseNumber":"1","requestID":"\#(id)","subject":"350203199006159807",\#(rest)}"#.utf8)
        }
        return [
            [1] + body(#""found":true,"values":{"name":"陈静","rows":[{"a":"b"}]}"#),
            [1] + body(#""found":false"#),
            [1] + body(#""recorded":true,"word":"HP-1""#),
            [0] + Array("\(covering)1800000000\negret=:AAAA:\n".utf8) + body(#""found":true"#),
        ]
    } enter: { bytes in
        let message = try RegisterMessage(question, key: FixedKeys.p256, world: FixedKeys.world)
        let rest = Array(bytes.dropFirst())
        guard bytes.first.map({ $0 & 1 == 1 }) ?? false else {
            let lines = rest.split(separator: 0x0A, maxSplits: 2, omittingEmptySubsequences: false)
            let texts = lines.map { String(decoding: $0, as: UTF8.self) }
            guard texts.count == 3 else { return }
            let answer = ForeignAnswer(
                status: 200, body: Array(lines[2]),
                headers: ["signature-input": texts[0], "signature": texts[1]])
            try promise(
                record(answer, message) == nil && receipt(answer, message) == nil,
                "an answer without the department's signature is believed")
            return
        }
        let answer = try signed(rest, message)
        let read = try? JSONSerialization.jsonObject(with: Data(rest)) as? [String: Any]
        if let receipt = receipt(answer, message) {
            let (isRecorded, word) =
                switch receipt {
                case .recorded(let reference): (true, reference)
                case .refused(let code): (false, code)
                }
            try promise(ResultReceipt.isWord(word), "a word that cannot stand in a history is believed")
            try promise(
                read?["subject"] as? String == question.subject.text && read?["word"] as? String == word
                    && read?["recorded"] as? Bool == isRecorded, "other readers find another receipt")
        }
        guard let record = record(answer, message) else { return }
        guard case .found(let subject, let values) = record else { return }
        try promise(subject == question.subject, "an answer about somebody else is believed")
        try promise(Set(values.keys) == Set(question.fields), "fields that were not asked for are believed")
        try promise(
            read?["subject"] as? String == question.subject.text, "other readers find another subject")
    }

    private static func record(_ answer: ForeignAnswer, _ message: RegisterMessage) -> RegisterRecord? {
        try? RegisterAnswer.record(
            answer, to: message, question, certificate: FixedKeys.certificate, now: FixedKeys.now)
    }

    private static func receipt(_ answer: ForeignAnswer, _ message: RegisterMessage) -> ResultReceipt? {
        try? ResultAnswer.receipt(
            answer, to: message, about: question.subject, of: question.caseNumber,
            certificate: FixedKeys.certificate, now: FixedKeys.now)
    }

    private static func signed(_ body: [UInt8], _ message: RegisterMessage) throws -> ForeignAnswer {
        let input = covering + "1800000000"
        let covered = """
            "@status": 200
            "content-digest": \(RegisterMessage.contentDigest(body))
            "signature";req;key="egret": \(message.signature.dropFirst(6))
            "@signature-params": \(input.dropFirst(6))
            """
        let signature = try FixedKeys.p256.sign(Array(covered.utf8))
        return ForeignAnswer(
            status: 200, body: body,
            headers: [
                "signature-input": input,
                "signature": "egret=:" + Data(signature).base64EncodedString() + ":",
            ])
    }
}
