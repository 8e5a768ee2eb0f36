/// The one form in which texts are searched and compared.
public enum FoldedText {
    /// Simplified characters, small letters and digits; everything else is gone, full width is half.
    public static func of(_ text: String) -> String {
        var folded = String.UnicodeScalarView()
        for scalar in text.lowercased().unicodeScalars {
            var scalar = scalar
            if (0xFF01...0xFF5E).contains(scalar.value) {
                scalar = Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
            }
            guard scalar.properties.isAlphabetic || scalar.properties.numericType != nil else { continue }
            folded.append(TraditionalCharacters.simplified[scalar] ?? scalar)
        }
        return String(folded).lowercased()
    }
}
