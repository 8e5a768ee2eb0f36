public import Foundation

/// Where this room's own words and pictures lie.
public enum StationsResources {
    public static var bundle: Bundle { .module }
}
