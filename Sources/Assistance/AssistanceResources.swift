public import Foundation

/// Where this room's own words and pictures lie.
public enum AssistanceResources {
    public static var bundle: Bundle { .module }
    public static var publicFolder: URL { bundle.bundleURL.appendingPathComponent("Public") }
}
