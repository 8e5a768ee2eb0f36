import Base
import Foundation

/// Finds the guides' pictures: in the service's own `guide/`, else in the shared `Services/guide/`.
struct PictureShelf: Sendable {
    static let bytesMax = 262_144

    let shared: URL

    /// - Returns: The picture's file; a stand-in after reporting that there is none, or that it is no plain drawing.
    func file(_ name: String, for service: URL, drawing: String?, at value: YAMLValue) -> URL {
        guard name.hasSuffix(".svg"), ServiceID.isSlug(name.dropLast(4)) else {
            value.refuse("A picture is a file name like put-card.svg", "Rename the file")
            return shared
        }
        if let drawing {
            refuseActive(drawing, bytesMax: ServicePart.pictureBytesMax, at: value)
            return service.appending(path: "guide").appending(path: name)
        }
        let places = [service.appending(path: "guide"), shared].map { $0.appending(path: name) }
        guard let file = places.first(where: { FileManager.default.fileExists(atPath: $0.path) }) else {
            value.refuse("The picture is not in guide/ of the service nor of the catalogue", "Draw it")
            return shared
        }
        let data = try? Data(contentsOf: file)
        let text = data.flatMap { $0.count <= Self.bytesMax ? String(bytes: $0, encoding: .utf8) : nil }
        refuseActive(text ?? "", bytesMax: Self.bytesMax, at: value)
        return file
    }

    private func refuseActive(_ text: String, bytesMax: Int, at value: YAMLValue) {
        guard text.contains("<svg"), text.utf8.count <= bytesMax else {
            value.refuse("The picture is no SVG of at most \(bytesMax) bytes", "Draw it anew")
            return
        }
        let active = ["<script", "<foreignobject", "javascript:", "<!entity", "<image", "url(http"]
        let lowered = text.lowercased()
        if let found = active.first(where: lowered.contains) {
            value.refuse("The picture holds \(found), which drawings do not need", "Take it out")
        }
    }
}
