/// The one file of a `multipart/form-data` body (RFC 7578).
struct UploadedFile {
    let bytes: [UInt8]

    /// - Returns: Nil when the body is not such a form, or its first file is empty.
    init?(body: [UInt8], contentType: String) {
        guard contentType.lowercased().hasPrefix("multipart/form-data"),
            let mark = contentType.firstRange(of: "boundary=")
        else { return nil }
        let name = contentType[mark.upperBound...].prefix { $0 != ";" }.filter { $0 != "\"" }
        guard (1...70).contains(name.utf8.count) else { return nil }
        let boundary = "--" + name
        var start = body.range(of: boundary, from: 0)
        while let opening = start {
            guard let headEnd = body.range(of: "\r\n\r\n", from: opening.upperBound),
                let closing = body.range(of: "\r\n" + boundary, from: headEnd.lowerBound + 2)
            else { return nil }
            let head = String(decoding: body[opening.upperBound..<headEnd.lowerBound], as: UTF8.self)
            if head.contains("filename="), headEnd.upperBound < closing.lowerBound {
                bytes = Array(body[headEnd.upperBound..<closing.lowerBound])
                return
            }
            start = closing
        }
        return nil
    }
}
