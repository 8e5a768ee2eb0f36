public import Foundation

/// Where this part's own words lie.
public enum PasskeysResources {
    public static var bundle: Bundle { .module }
}
