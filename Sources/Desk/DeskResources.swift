public import Foundation

/// Where this room's own words and scripts lie.
public enum DeskResources {
    public static var bundle: Bundle { .module }
    public static var publicFolder: URL { bundle.bundleURL.appendingPathComponent("Public") }
}
