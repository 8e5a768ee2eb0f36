public import Storage

/// What is kept of what people send; told by a file's own bytes, never by its name or what the browser says of it.
public enum FileType: String, Sendable, CaseIterable, SQLConvertible {
    case pdf = "application/pdf"
    case jpeg = "image/jpeg"

    /// How it reads to a person.
    public var name: String {
        switch self {
        case .pdf: "PDF"
        case .jpeg: "JPEG"
        }
    }

    /// The end of a file's name.
    public var suffix: String {
        switch self {
        case .pdf: "pdf"
        case .jpeg: "jpg"
        }
    }
}

/// What a file begins like.
enum FileLook {
    case pdf
    case jpeg
    case png

    /// Nil for everything else.
    init?(_ bytes: [UInt8]) {
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if bytes.starts(with: Array("%PDF-".utf8)) {
            self = .pdf
        } else {
            return nil
        }
    }
}
