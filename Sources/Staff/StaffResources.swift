public import Foundation

/// Where this room's own words lie.
public enum StaffResources {
    public static var bundle: Bundle { .module }
}
