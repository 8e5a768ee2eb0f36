public import Foundation

/// Where this room's own words lie.
public enum UploadsResources {
    public static var bundle: Bundle { .module }
}
