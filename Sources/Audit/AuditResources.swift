public import Foundation

/// Where this room's own words and pictures lie.
public enum AuditResources {
    public static var bundle: Bundle { .module }
}
