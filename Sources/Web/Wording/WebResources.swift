public import Foundation

/// Where this part's own words and assets lie.
public enum WebResources {
    public static var bundle: Bundle { .module }
    public static var publicFolder: URL { bundle.bundleURL.appendingPathComponent("Public") }
}
