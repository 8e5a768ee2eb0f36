public import Foundation

/// Where this room's own words lie.
public enum CatalogueResources {
    public static var bundle: Bundle { .module }
}
