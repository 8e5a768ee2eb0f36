public import Foundation

/// Where this room's own words lie.
public enum RepresentationResources {
    public static var bundle: Bundle { .module }
}
