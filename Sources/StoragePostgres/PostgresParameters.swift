import CPostgres
import Storage

/// Values in the binary format of the wire protocol, in one block of memory.
struct PostgresParameters {
    /// The object identifiers of the server's types, from `pg_type.dat`; 0 lets the server infer.
    private enum TypeID {
        static let inferred: Oid = 0
        static let bytea: Oid = 17
        static let int8: Oid = 20
        static let text: Oid = 25
        static let float8: Oid = 701
    }

    private(set) var types: [Oid] = []
    private(set) var kinds = ""
    private var bytes: [UInt8] = []
    private var ranges: [Range<Int>?] = []

    init(_ values: [SQLValue]) {
        for value in values {
            let start = bytes.count
            switch value {
            case .null: add("n", TypeID.inferred)
            case .int(let number):
                withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
                add("i", TypeID.int8)
            case .real(let number):
                withUnsafeBytes(of: number.bitPattern.bigEndian) { bytes.append(contentsOf: $0) }
                add("r", TypeID.float8)
            case .text(let text):
                bytes.append(contentsOf: text.utf8)
                add("t", TypeID.text)
            case .bytes(let blob):
                bytes.append(contentsOf: blob)
                add("b", TypeID.bytea)
            }
            ranges.append(value == .null ? nil : start..<bytes.count)
        }
        // an empty block has no address, and a value without an address is NULL
        bytes.append(0)
    }

    private mutating func add(_ kind: Character, _ type: Oid) {
        kinds.append(kind)
        types.append(type)
    }

    func withPointers<R>(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> R
    ) -> R {
        let lengths = ranges.map { Int32($0?.count ?? 0) }
        let formats = [Int32](repeating: 1, count: ranges.count)
        return bytes.withUnsafeBytes { buffer in
            let base = buffer.assumingMemoryBound(to: CChar.self).baseAddress
            let values = ranges.map { range in range.flatMap { range in base.map { $0 + range.lowerBound } } }
            return values.withUnsafeBufferPointer { values in
                lengths.withUnsafeBufferPointer { lengths in
                    formats.withUnsafeBufferPointer { formats in
                        body(values.baseAddress, lengths.baseAddress, formats.baseAddress)
                    }
                }
            }
        }
    }
}
