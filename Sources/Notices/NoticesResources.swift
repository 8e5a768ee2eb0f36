public import Foundation

/// Where this room's own words lie.
public enum NoticesResources {
    public static var bundle: Bundle { .module }
}
