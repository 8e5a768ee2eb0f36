public import Foundation

/// Where this room's own words and tables lie.
public enum ComparisonResources {
    public static var bundle: Bundle { .module }

    /// A text file of `Tables/`.
    static func table(_ name: String) throws -> String {
        try String(contentsOf: Bundle.module.bundleURL.appending(path: "Tables/\(name).txt"), encoding: .utf8)
    }
}
