import Foundation

/// The ways one text is written and typed: simplified, by sound, by first letters.
struct Spelling: Hashable, Sendable {
    /// Simplified characters and small letters, without spaces and marks.
    let plain: String
    /// Hanyu Pinyin without tones, in one word, with u for ü and v; other letters stay as they are.
    let sound: String
    /// The first letter of each syllable.
    let initials: String
    /// The sound as the south types it, where zh, ch, sh and ng are said like z, c, s and n.
    private let southern: String
    /// Where in ``sound`` a syllable begins, in bytes.
    private let starts: Set<Int>

    init(_ text: String) {
        plain = FoldedText.of(text)
        let spelt = Readings.spelt(plain)
        let latin =
            (spelt.applyingTransform(.mandarinToLatin, reverse: false) ?? spelt)
            .applyingTransform(.stripDiacritics, reverse: false) ?? spelt
        // A keyboard has no ü: people type v, and the transform leaves u.
        let syllables = latin.lowercased().replacing("v", with: "u")
            .split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
        sound = syllables.joined()
        southern = ["zh", "ch", "sh", "ng"].reduce(sound) { $0.replacing($1, with: String($1.first ?? " ")) }
        initials = String(syllables.compactMap(\.first))
        var (starts, end): (Set<Int>, Int) = ([0], 0)
        for syllable in syllables {
            starts.insert(end)
            end += syllable.utf8.count
        }
        self.starts = starts
    }

    /// How near a query comes to this text: 1 the same, 0 nothing in common.
    func nearness(to query: Spelling) -> Double {
        guard !query.plain.isEmpty, !plain.isEmpty else { return 0 }
        let isLatin = query.plain.utf8.allSatisfy { $0 < 128 }
        return max(isLatin ? 0 : characters(query), letters(query, isLatin: isLatin))
    }

    private func characters(_ query: Spelling) -> Double {
        if plain == query.plain { return 1 }
        if plain.hasPrefix(query.plain) { return 0.92 }
        if plain.contains(query.plain) { return 0.85 }
        // Somebody says a whole sentence with the word in it.
        if plain.count >= 2, query.plain.contains(plain) {
            return 0.6 + 0.25 * Double(plain.count) / Double(query.plain.count)
        }
        return max(0.7 * Self.overlap(plain, query.plain), hasSlip(query) ? 0.5 : 0)
    }

    /// Whether somebody wrote one character of three or four for another, wherever in the text the word stands.
    private func hasSlip(_ query: Spelling) -> Bool {
        let (typed, whole) = (Array(query.plain), Array(plain))
        guard (3...4).contains(typed.count), whole.count >= typed.count else { return false }
        return (0...whole.count - typed.count).contains { start in
            zip(typed, whole[start...]).count { $0 != $1 } == 1
        }
    }

    private func letters(_ query: Spelling, isLatin: Bool) -> Double {
        let typed = query.sound
        guard typed.count >= 2 else { return 0 }
        // Characters that only sound alike are a mistake of the hand, letters are how it is meant.
        let trust = isLatin ? 1.0 : 0.75
        if sound == typed { return 0.95 * trust }
        if sound.hasPrefix(typed) { return 0.85 * trust }
        if isLatin, initials == typed { return 0.85 }
        if isLatin, initials.hasPrefix(typed) { return 0.75 }
        if typed.count >= 4, sound.contains(typed) { return 0.7 * trust }
        if isLatin, typed.count >= 3, initials.contains(typed) { return 0.6 }
        guard typed.count >= 5 else { return 0 }
        let isAsLong = abs(typed.count - sound.count) <= 2
        if isAsLong, Self.distance(Array(typed.utf8), Array(sound.utf8)) <= 1 + typed.count / 8 {
            return 0.65 * trust
        }
        guard isLatin else { return 0 }
        if holdsNearly(Array(typed.utf8)) { return 0.55 }
        // Short ones are in everything once they are written so: "chang" would be "can".
        return query.southern.count >= 6 && southern.contains(query.southern) ? 0.5 : 0
    }

    /// Whether a word of the text is nearly what was typed: from some syllable on, with a slip for each eight letters.
    private func holdsNearly(_ typed: [UInt8]) -> Bool {
        let errorsMax = typed.count / 8
        let whole = Array(sound.utf8)
        // A sentence holds something near to everything.
        guard errorsMax > 0, whole.count <= 64 else { return false }
        var before: [Int] = []
        for place in 0...whole.count {
            before.append(starts.contains(place) ? 0 : before[place - 1] + 1)
        }
        return Self.distances(typed, whole, before: before).contains { $0 <= errorsMax }
    }

    /// The share of neighbouring pairs of characters that two texts have in common (Dice).
    static func overlap(_ a: String, _ b: String) -> Double {
        let (left, right) = (pairs(a), pairs(b))
        guard !left.isEmpty, !right.isEmpty else { return 0 }
        var rest = right
        var common = 0
        for (pair, count) in left {
            let shared = min(count, rest[pair] ?? 0)
            common += shared
            rest[pair, default: 0] -= shared
        }
        return 2 * Double(common) / Double(left.values.reduce(0, +) + right.values.reduce(0, +))
    }

    private static func pairs(_ text: String) -> [String: Int] {
        let characters = Array(text)
        guard characters.count >= 2 else { return [:] }
        return characters.indices.dropLast().reduce(into: [:]) { pairs, index in
            pairs[String(characters[index...index + 1]), default: 0] += 1
        }
    }

    /// Insertions, deletions, changes and swaps of neighbours (Damerau).
    static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        distances(a, b, before: Array(0...b.count))[b.count]
    }

    /// The distances of `a` from each beginning of `b`, where it costs `before` to begin only there.
    private static func distances(_ a: [UInt8], _ b: [UInt8], before: [Int]) -> [Int] {
        var oneBefore: [Int] = []
        var last = before
        for i in a.indices {
            var row = [last[0] + 1] + Array(repeating: 0, count: b.count)
            for j in b.indices {
                row[j + 1] = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                    row[j + 1] = min(row[j + 1], oneBefore[j - 1] + 1)
                }
            }
            (oneBefore, last) = (last, row)
        }
        return last
    }
}
