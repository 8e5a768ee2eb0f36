public import Storage

/// What a person agrees to separately, on a page of its own, and may take back at any time.
///
/// Source: 个人信息保护法 articles 15 and 29; 人脸识别技术应用安全管理办法 (in force since 2025-06-01).
public enum Consent: String, Sendable, CaseIterable, SQLConvertible {
    /// Sending one picture to the national authority for one comparison; kept nowhere.
    case face

    /// Below this age in completed years a guardian agrees, and a child by herself cannot: 个人信息保护法 article 31.
    public static let guardianBelowAge = 14

    /// Names the words that were on the page; changes whenever they change.
    public static let wording = "2026-11"
}
