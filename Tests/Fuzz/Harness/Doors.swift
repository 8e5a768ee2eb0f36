extension Door {
    /// Every door.
    public static let all: [Door] = [
        readerFrames, cardText, authorityReplies, networkReplies, weChatPosts, registerReplies, services,
        rules, catalogueFiles, layouts, tickets, signatures, messages, codes, sealedFiles, pictures, notes,
        forms, values, printerAnswers, signedMessages, tokens, sites, passkeys, foreignTables, foreignAnswers,
    ]
}
