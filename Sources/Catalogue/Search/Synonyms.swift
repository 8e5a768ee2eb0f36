/// What people here say, in Minnan or otherwise, for what services are called.
///
/// A service's own `search` words are for what is said of it alone; these are said of many.
enum Synonyms {
    /// Simplified, the longer first.
    private static let said: [(said: String, meant: String)] = [
        ("打社保单", "打社保证明"), ("家里漏气", "家里煤气味"), ("煤气漏气", "煤气味"), ("燃气漏气", "燃气味"),
        ("炒鱿鱼", "失业"), ("拍毋见", "丢"), ("拍无去", "丢"), ("拍不见", "丢"), ("老岁仔", "老人"), ("老大人", "老人"), ("报户口", "上户口"),
        ("不见了", "丢了"), ("找不到", "丢了"), ("弄丢", "丢"), ("遗失", "丢"), ("不见", "丢"), ("拍无", "丢"), ("无去", "丢"),
        ("过身", "去世"), ("后生", "儿子"), ("辞退", "失业"), ("欠薪", "不发工资"), ("陈情", "投诉"),
        ("开店", "营业执照"), ("身分", "身份"), ("囡仔", "孩子"), ("生囝", "生孩子"), ("厝契", "房产证"), ("税厝", "租房"),
        ("瓦斯", "燃气"),
        ("红单", "罚单"), ("薪水", "工资"), ("头路", "工作"), ("巴士", "公交"), ("公车", "公交"), ("病院", "医院"), ("厝", "房"),
        ("囝", "孩子"),
    ]

    /// What was meant by a text in folded form; nil where it says nothing otherwise.
    static func meant(by text: String) -> String? {
        let meant = said.reduce(text) { $0.replacing($1.said, with: $1.meant) }
        return meant == text ? nil : meant
    }
}
