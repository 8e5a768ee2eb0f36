import Storage

extension CaseworkMigrations {
    /// What a person was told stays with the step, for the lists of reasons are data that change.
    ///
    /// Until now there were nine, whose words stood in the program: they are written to where they were given.
    static let reasonsGiven = Migration(
        id: "0160-reasons-given",
        statements: [
            "ALTER TABLE case_steps ADD COLUMN reason_words \(.text)",
            "ALTER TABLE case_corrections ADD COLUMN reason_words \(.text)",
            """
            UPDATE case_steps SET reason_words = CASE reason
                WHEN 'conditions-not-met' THEN
                    '{"en":"The conditions are not met","nan-Hant":"無合條件","zh-Hans":"不符合办理条件"}'
                WHEN 'materials-not-true' THEN
                    '{"en":"What was handed in does not agree with the facts","nan-Hant":"材料佮事實無合","zh-Hans":"材料与登记或事实不符"}'
                WHEN 'not-ours' THEN
                    '{"en":"Another authority decides this; please apply there","nan-Hant":"毋是阮管，請揣別个部門","zh-Hans":"不归本部门管，请向有管辖权的部门申请"}'
                WHEN 'already-held' THEN
                    '{"en":"You hold a valid one already","nan-Hant":"你已經有仝款、猶有效的","zh-Hans":"您已有同样且有效的证件或结果"}'
                WHEN 'law-forbids' THEN
                    '{"en":"The law does not allow it in this case","nan-Hant":"法律規定袂使辦","zh-Hans":"法律规定的情形不能办理"}'
            END WHERE reason IS NOT NULL
            """,
            """
            UPDATE case_corrections SET reason_words = CASE reason
                WHEN 'differs-from-register' THEN
                    '{"en":"Your answer differs from the register","nan-Hant":"你的回答佮登記的無仝","zh-Hans":"您的回答与登记的信息不一致"}'
                WHEN 'unclear' THEN
                    '{"en":"An answer is not clear","nan-Hant":"有的回答看無清楚","zh-Hans":"有的回答看不清楚"}'
                WHEN 'incomplete' THEN
                    '{"en":"An answer is not complete","nan-Hant":"有的回答無齊全","zh-Hans":"有的回答不完整"}'
                WHEN 'outdated' THEN
                    '{"en":"An answer is out of date","nan-Hant":"有的回答過時矣","zh-Hans":"有的回答已经过时"}'
            END
            """,
        ])
}
