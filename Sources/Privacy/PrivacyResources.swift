public import Foundation

/// Where this room's own words lie.
public enum PrivacyResources {
    public static var bundle: Bundle { .module }
}
