public import Foundation

/// Where this room's own words and pictures lie.
public enum CaseworkResources {
    public static var bundle: Bundle { .module }
    public static var publicFolder: URL { bundle.bundleURL.appendingPathComponent("Public") }
}
