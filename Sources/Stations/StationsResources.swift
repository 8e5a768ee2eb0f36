public import Foundation

/// Where this room's own words lie.
public enum StationsResources {
    public static var bundle: Bundle { .module }
}
