import Foundation

/// Places in the working copy the tests run from.
enum Repository {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static let services = root.appending(path: "Services")
    static let bundleSchema = root.appending(path: "Contract/bundle.schema.json")
    static let reasonsSchema = root.appending(path: "Contract/reasons.schema.json")
    static let slotsSchema = root.appending(path: "Contract/slots.schema.json")
    static let schema = root.appending(path: "Contract/service.schema.json")
}
