public import Foundation

/// Where this room's own words lie.
public enum FederationResources {
    public static var bundle: Bundle { .module }
}
