import Foundation

/// Files as people send them.
public enum SampleFiles {
    /// One red pixel.
    public static let png: [UInt8] = decoded(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==")

    /// A page without a word on it; `text` makes two of them differ.
    public static func pdf(_ text: String = "") -> [UInt8] {
        Array(
            """
            %PDF-1.4
            % \(text)
            1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
            2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
            3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
            trailer<</Root 1 0 R>>
            %%EOF

            """.utf8)
    }

    /// A multipart form as a browser writes it; the body and its type.
    public static func form(
        _ fields: [(String, String)], files: [(name: String, bytes: [UInt8])], field: String = "file",
        boundary: String = "----WebKitFormBoundary7MA4YWxkTrZu0gW"
    ) -> (body: [UInt8], type: String) {
        var body: [UInt8] = []
        for (name, value) in fields {
            body += Array(
                "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
        }
        for file in files {
            body += Array(
                ("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(field)\"; filename=\"\(file.name)\"\r\n"
                    + "Content-Type: application/octet-stream\r\n\r\n").utf8)
            body += file.bytes + Array("\r\n".utf8)
        }
        return (body + Array("--\(boundary)--\r\n".utf8), "multipart/form-data; boundary=\(boundary)")
    }

    private static func decoded(_ text: String) -> [UInt8] { [UInt8](Data(base64Encoded: text) ?? Data()) }
}
