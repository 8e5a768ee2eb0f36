public import Storage

/// What a person agrees to separately, on a page of its own, and may take back at any time.
///
/// Source: 个人信息保护法 articles 15 and 29; 人脸识别技术应用安全管理办法 (in force since 2025-06-01);
/// 国家网络身份认证公共服务管理办法 article 8 (in force since 2025-07-15).
public enum Consent: String, Sendable, CaseIterable, SQLConvertible {
    /// Sending one picture to the national authority for one comparison; kept nowhere.
    case face
    /// That the national network identity service gives her name and citizen number to this house, once.
    case identityData = "identity-data"

    /// Below this age in completed years a guardian agrees, and a child by herself cannot: 个人信息保护法 article 31.
    public static let guardianBelowAge = 14

    /// Names the words that were on the page; changes whenever they change.
    public static let wording = "2026-11"
}
