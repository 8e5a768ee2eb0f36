public import Foundation

/// The cameras that the machine's kernel sees.
///
/// Source: `/sys/class/video4linux`, whose links lead to the device; one below `devices/virtual` is a program that
/// plays a camera.
public struct VideoDevices: Sendable {
    public static let system = VideoDevices(folder: URL(filePath: "/sys/class/video4linux"))

    let folder: URL

    public init(folder: URL) {
        self.folder = folder
    }

    /// Whether one of them is a program.
    var hasVirtual: Bool { places.contains { $0.path().contains("/devices/virtual/") } }

    /// Maker, model and serial number of each, such as `046d:0825:A1B2`; nil when there is no camera.
    var serial: String? {
        let names = Set(places.map(Self.name)).sorted()
        return names.isEmpty ? nil : String(names.joined(separator: "+").prefix(64))
    }

    private var places: [URL] {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
        return entries.sorted().prefix(32).map { folder.appending(path: $0).resolvingSymlinksInPath() }
    }

    /// The USB device stands three folders above: `…/1-1/1-1:1.0/video4linux/video0`.
    private static func name(_ place: URL) -> String {
        let device = place.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let parts = ["idVendor", "idProduct", "serial"].compactMap { file in
            try? String(contentsOf: device.appending(path: file), encoding: .utf8)
        }
        let plain = parts.map { $0.filter { $0.isASCII && ($0.isLetter || $0.isNumber) } }
        return plain.isEmpty ? place.lastPathComponent : plain.joined(separator: ":")
    }
}
