import Base
import Foundation
import Testing

/// Two readers of JSON work in the house: our own, for tokens and foreign answers, and Foundation's, for our own messages.
@Suite struct JSONAgreement {
    /// Texts about which readers have been known to differ, and whether they are one value.
    static let texts: [(String, isOneValue: Bool)] = [
        (#"{"a":1}"#, true), (#"{"a":1,"b":[true,false,null]}"#, true), (#"[]"#, true), (#"{}"#, true),
        (#""陈静""#, true), (#""\u9648\u9759""#, true), (#""\ud83d\ude00""#, true), (#""a\/b""#, true),
        (" \t\r\n{ \"a\" : 1 } \n", true), ("9007199254740993", true), ("-9223372036854775808", true),
        ("0.1", true), ("1e3", true), ("-0.0", true),
        (#"{"a":1,"a":2}"#, false), (#"{"a":1,}"#, false), ("[1,]", false), ("[,1]", false),
        ("{'a':1}", false),
        ("{a:1}", false), ("// x\n1", false), ("/* x */ 1", false), ("01", false), ("+1", false),
        ("1.", false),
        (".5", false), ("0x10", false), ("NaN", false), ("Infinity", false), ("-Infinity", false),
        ("1e400", false), ("9223372036854775808", false), ("True", false), ("nul", false), ("", false),
        (" ", false), ("1 2", false), ("{} {}", false), ("\"a\u{01}b\"", false), ("\"a\nb\"", false),
        (#""\x41""#, false), (#""\ud800""#, false), (#""\udc00\ud800""#, false), (#""\u12""#, false),
        ("\u{FEFF}{}", false), ("\u{00A0}1", false), ("\"a", false), ("[1", false), ("{\"a\"}", false),
        ("{\"a\":}", false), ("[1:2]", false), ("{1:2}", false),
        (String(repeating: "[", count: 33) + String(repeating: "]", count: 33), false),
    ]

    @Test(
        "ASVS 1.5.3: what our reader takes, Foundation's takes alike; what is doubtful ours refuses",
        arguments: texts)
    func ourReadersAgreeOrTheStricterRefuses(_ text: String, _ isOneValue: Bool) throws {
        let ours = JSONValue(Array(text.utf8))

        #expect((ours != nil) == isOneValue)
        guard let ours else { return }
        let theirs = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
        #expect(Self.agree(ours, theirs), "\(ours) and \(theirs)")
        #expect(JSONValue(ours.bytes) == ours, "and what is written is read alike")
    }

    private static func agree(_ ours: JSONValue, _ theirs: Any) -> Bool {
        switch ours {
        case .null: theirs is NSNull
        case .flag(let flag): (theirs as? NSNumber)?.boolValue == flag
        case .int(let number): (theirs as? NSNumber)?.int64Value == number
        case .real(let number): (theirs as? NSNumber)?.doubleValue == number
        case .text(let text): (theirs as? String).map { Array($0.utf8) == Array(text.utf8) } ?? false
        case .list(let values):
            (theirs as? [Any]).map { others in
                others.count == values.count && zip(values, others).allSatisfy { agree($0, $1) }
            } ?? false
        case .object(let members):
            (theirs as? [String: Any]).map { others in
                others.count == members.count
                    && members.allSatisfy { key, value in others[key].map { agree(value, $0) } ?? false }
            } ?? false
        }
    }
}
