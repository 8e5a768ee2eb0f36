/// The names under which a person reaches what is kept about her.
public enum MyData {
    /// What stands in a visit in place of a service: she came for her own data and for nothing else.
    public static let service = "egret/my-data"
    /// The page before such a visit.
    public static let front = "/services/egret/my-data"
    /// Below this address her pages stand on the public site.
    public static let account = "/account"
}
