/// Reads a QR code of level Q that is whole and straight, as it stands in a file (ISO/IEC 18004).
///
/// Nothing is corrected: a module that is not where it should be makes the code unreadable, as it should on a paper
/// that nobody has touched yet.
struct QRReader {
    enum Unreadable: Error, Hashable {
        case size
        case level
        case mode(Int)
        case short
        case text
    }

    private(set) var text = ""

    private let side: Int
    private let isDark: [Bool]
    private var version: Int { (side - 17) / 4 }

    /// Reads the code that the rectangles make.
    init(_ boxes: [PaperReader.Box]) throws(Unreadable) {
        guard let left = boxes.map(\.left).min(), let top = boxes.map(\.top).min(),
            let right = boxes.map(\.right).max(),
            let corner = boxes.first(where: { $0.left - left < 0.01 && $0.top - top < 0.01 })
        else { throw .size }
        // The upper edge of the finder pattern in the corner is seven modules.
        let rough = (corner.right - corner.left) / 7
        guard rough > 0 else { throw .size }
        let count = ((right - left) / rough).rounded()
        guard (21...177).contains(count), Int(count) % 4 == 1 else { throw .size }
        let side = Int(count)
        let module = (right - left) / count
        var isDark = [Bool](repeating: false, count: side * side)
        for box in boxes {
            let columns = Self.modules(from: box.left - left, to: box.right - left, module, side)
            for row in Self.modules(from: box.top - top, to: box.bottom - top, module, side) {
                for column in columns { isDark[row * side + column] = true }
            }
        }
        try self.init(side: side, isDark: isDark)
    }

    /// Reads the modules, row by row.
    init(side: Int, isDark: [Bool]) throws(Unreadable) {
        guard side >= 21, side % 4 == 1, isDark.count == side * side else { throw .size }
        self.side = side
        self.isDark = isDark
        text = try Self.text(of: codewords(), version: (side - 17) / 4)
    }

    private static func modules(from: Double, to: Double, _ module: Double, _ side: Int) -> Range<Int> {
        let first = max(0, Int((from / module).rounded()))
        return first..<max(first, min(side, Int((to / module).rounded())))
    }

    private func codewords() throws(Unreadable) -> [UInt8] {
        // The format's fifteen bits around the upper left corner: level and mask are in the first five.
        var format = 0
        for column in [0, 1, 2, 3, 4] { format = format << 1 | (isDark[8 * side + column] ? 1 : 0) }
        format ^= 0b10101
        guard format >> 3 == 0b11 else { throw .level }
        let mask = format & 7
        let isFunction = functionModules()
        var bits: [Bool] = []
        var column = side - 1
        var isUpwards = true
        while column > 0 {
            if column == 6 { column -= 1 }
            for step in 0..<side {
                let row = isUpwards ? side - 1 - step : step
                for place in [column, column - 1] where !isFunction[row * side + place] {
                    bits.append(isDark[row * side + place] != Self.isMasked(mask, row, place))
                }
            }
            isUpwards.toggle()
            column -= 2
        }
        return stride(from: 0, to: bits.count - 7, by: 8).map { start in
            bits[start..<start + 8].reduce(UInt8(0)) { $0 << 1 | ($1 ? 1 : 0) }
        }
    }

    private static func isMasked(_ mask: Int, _ row: Int, _ column: Int) -> Bool {
        switch mask {
        case 0: (row + column) % 2 == 0
        case 1: row % 2 == 0
        case 2: column % 3 == 0
        case 3: (row + column) % 3 == 0
        case 4: (row / 2 + column / 3) % 2 == 0
        case 5: row * column % 2 + row * column % 3 == 0
        case 6: (row * column % 2 + row * column % 3) % 2 == 0
        default: ((row + column) % 2 + row * column % 3) % 2 == 0
        }
    }

    /// Finders, timing, alignment, format and version: everything that carries no data.
    private func functionModules() -> [Bool] {
        var isFunction = [Bool](repeating: false, count: side * side)
        func fill(_ rows: Range<Int>, _ columns: Range<Int>) {
            for row in rows { for column in columns { isFunction[row * side + column] = true } }
        }
        fill(0..<9, 0..<9)
        fill(0..<9, side - 8..<side)
        fill(side - 8..<side, 0..<9)
        fill(6..<7, 0..<side)
        fill(0..<side, 6..<7)
        if version >= 7 {
            fill(0..<6, side - 11..<side - 8)
            fill(side - 11..<side - 8, 0..<6)
        }
        let centres = alignmentCentres()
        for row in centres {
            for column in centres {
                let isCorner =
                    (row == 6 && (column == 6 || column == side - 7)) || (row == side - 7 && column == 6)
                if !isCorner { fill(row - 2..<row + 3, column - 2..<column + 3) }
            }
        }
        return isFunction
    }

    private func alignmentCentres() -> [Int] {
        guard version > 1 else { return [] }
        let count = version / 7 + 2
        let step = version == 32 ? 26 : (version * 4 + count * 2 + 1) / (count * 2 - 2) * 2
        return [6] + (0..<count - 1).map { side - 7 - $0 * step }.reversed()
    }

    /// By version from 1: check codewords of a block, and blocks, at level Q (ISO/IEC 18004 table 9).
    private static let checksOfABlock = [
        13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30, 28, 30, 30, 30, 30,
        28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
    ]
    private static let blocks = [
        1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20, 23, 23, 25, 27, 29, 34, 34, 35,
        38, 40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68,
    ]

    /// The data codewords of all blocks, one block after the other.
    private static func data(_ codewords: [UInt8], version: Int) throws(Unreadable) -> [UInt8] {
        let (count, checks) = (blocks[version - 1], checksOfABlock[version - 1])
        let short = codewords.count / count - checks
        let shortBlocks = count - codewords.count % count
        guard short > 0 else { throw .short }
        var blocks = [[UInt8]](repeating: [], count: count)
        var place = 0
        for index in 0...short {
            for block in 0..<count where index < short || block >= shortBlocks {
                guard place < codewords.count else { throw .short }
                blocks[block].append(codewords[place])
                place += 1
            }
        }
        return Array(blocks.joined())
    }

    private static let alphanumeric = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".utf8)

    private static func text(of codewords: [UInt8], version: Int) throws(Unreadable) -> String {
        var bits = BitReader(try data(codewords, version: version))
        let size = version < 10 ? 0 : version < 27 ? 1 : 2
        var bytes: [UInt8] = []
        while let mode = bits.take(4), mode != 0 {
            switch mode {
            case 1:
                guard var left = bits.take([10, 12, 14][size]) else { throw .short }
                while left > 0 {
                    let digits = min(left, 3)
                    guard let value = bits.take([4, 7, 10][digits - 1]) else { throw .short }
                    let text = String(value)
                    bytes += Array((String(repeating: "0", count: max(0, digits - text.count)) + text).utf8)
                    left -= digits
                }
            case 2:
                guard var left = bits.take([9, 11, 13][size]) else { throw .short }
                while left > 0 {
                    guard let value = bits.take(left > 1 ? 11 : 6), value < 45 * 45 else { throw .short }
                    bytes += (left > 1 ? [value / 45, value % 45] : [value]).map { alphanumeric[$0] }
                    left -= min(left, 2)
                }
            case 4:
                guard let count = bits.take(size == 0 ? 8 : 16) else { throw .short }
                for _ in 0..<count {
                    guard let byte = bits.take(8) else { throw .short }
                    bytes.append(UInt8(byte))
                }
            default: throw .mode(mode)
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .text }
        return text
    }

    private struct BitReader {
        private let bytes: [UInt8]
        private var place = 0

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        mutating func take(_ count: Int) -> Int? {
            guard place + count <= bytes.count * 8 else { return nil }
            var value = 0
            for bit in place..<place + count {
                value = value << 1 | Int(bytes[bit / 8] >> UInt8(7 - bit % 8) & 1)
            }
            place += count
            return value
        }
    }
}
