extension Array<UInt8> {
    func starts(with text: String, at index: Int) -> Bool {
        index >= 0 && index <= count && self[index...].starts(with: text.utf8)
    }

    func range(of text: String, from start: Int) -> Range<Int>? {
        let pattern = Array(text.utf8)
        guard start >= 0, let first = pattern.first, count >= pattern.count else { return nil }
        var index = start
        while index <= count - pattern.count {
            if self[index] == first, self[index..<(index + pattern.count)].elementsEqual(pattern) {
                return index..<(index + pattern.count)
            }
            index += 1
        }
        return nil
    }

    func lastRange(of text: String) -> Range<Int>? {
        let pattern = Array(text.utf8)
        guard let first = pattern.first, count >= pattern.count else { return nil }
        var index = count - pattern.count
        while index >= 0 {
            if self[index] == first, self[index..<(index + pattern.count)].elementsEqual(pattern) {
                return index..<(index + pattern.count)
            }
            index -= 1
        }
        return nil
    }

    /// The decimal number after white space; at most twelve digits.
    func integer(after start: Int) -> Int? {
        let tail = self[Swift.min(start, count)...].drop { $0 == 32 || (9...13).contains($0) }
        let digits = tail.prefix(13).prefix { (48...57).contains($0) }
        guard !digits.isEmpty, digits.count <= 12 else { return nil }
        return Int(String(decoding: digits, as: UTF8.self))
    }

    func integer(afterKey key: String, from start: Int) -> Int? {
        range(of: key, from: start).flatMap { integer(after: $0.upperBound) }
    }
}
