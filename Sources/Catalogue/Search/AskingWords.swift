/// The words with which people ask for anything at all: they tell of no service.
enum AskingWords {
    /// Simplified, the longer first.
    static let chinese = [
        "什么时候", "有什么", "有没有", "是不是", "为什么", "能不能", "佇佗位", "有多少", "怎么办", "什么", "哪里", "在哪", "所在",
        "去哪", "哪个", "哪些", "不是", "可以", "一下", "一个", "这个", "我们", "需要", "告诉", "已经", "按怎", "啥人", "啥物", "有啥",
        "帮我", "我想", "我要", "我的", "请问", "怎么", "如何", "想要", "办理", "申请", "查询", "多少", "想", "要", "办", "查", "领", "欲",
        "敢", "阮",
    ]

    static let english: Set<String> = [
        "a", "about", "after", "again", "all", "also", "an", "and", "any", "are", "been", "before",
        "being", "but", "can", "could", "did", "do", "does", "each", "few", "for", "from", "get",
        "getting", "had", "has", "have", "her", "here", "him", "his", "how", "i", "in", "is", "it",
        "its", "just", "like", "many", "me", "more", "most", "much", "must", "my", "need", "not",
        "now", "of", "on", "our", "please", "she", "should", "some", "than", "that", "the", "their",
        "then", "there", "these", "they", "this", "those", "to", "too", "very", "want", "was",
        "what", "when", "where", "which", "while", "who", "why", "will", "with", "would", "you",
        "your",
    ]
}
