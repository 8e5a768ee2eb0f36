/// How characters with several readings 多音字 are said in the words that people ask with.
///
/// The platform's transform knows one reading a character: of 异地还款 in 厦门 it makes *yidehaikuan* in *shamen*.
enum Readings {
    /// In the order in which they are looked for: words before the characters in them.
    private static let said: [(text: String, sound: String)] = [
        ("还有", "hai you"), ("还能", "hai neng"), ("还可", "hai ke"), ("还没", "hai mei"), ("还剩", "hai sheng"),
        ("还要", "hai yao"), ("还在", "hai zai"), ("还", "huan"), ("地", "di"), ("厦", "xia"), ("谁", "shui"),
        ("重名", "chong ming"), ("重新", "chong xin"), ("重复", "chong fu"), ("重办", "chong ban"),
        ("长寿", "chang shou"), ("长期", "chang qi"), ("长护", "chang hu"), ("调解", "tiao jie"),
        ("调整", "tiao zheng"), ("银行", "yin hang"), ("会计", "kuai ji"), ("给付", "ji fu"), ("供给", "gong ji"),
    ]

    /// A text with the sound of what is said otherwise in place of its characters, each syllable a word.
    ///
    /// `text` is simplified.
    static func spelt(_ text: String) -> String {
        said.reduce(text) { $0.replacing($1.text, with: " \($1.sound) ") }
    }
}
