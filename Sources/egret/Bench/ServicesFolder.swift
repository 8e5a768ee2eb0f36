import Configuration
import Foundation

/// Where the services' files are, for a program that may be run from anywhere.
enum ServicesFolder {
    /// The folder named by the option, by `services.path`, or beside one of the parents of the program.
    static func find(option: String?, _ config: ConfigReader) throws -> URL {
        if let named = option ?? config.string(forKey: "services.path") {
            return try check(URL(filePath: named))
        }
        let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        let starts = [URL(filePath: FileManager.default.currentDirectoryPath), program]
        for start in starts {
            var folder = start
            while folder.path != "/" {
                let services = folder.appending(path: "Services")
                if FileManager.default.fileExists(atPath: services.path) { return services }
                folder.deleteLastPathComponent()
            }
        }
        throw missing
    }

    private static func check(_ folder: URL) throws -> URL {
        guard FileManager.default.fileExists(atPath: folder.path) else { throw missing }
        return folder
    }

    private static var missing: ConfigProblem {
        ConfigProblem(
            key: "services.path", expected: "the folder of the services; it is also --services here")
    }
}
