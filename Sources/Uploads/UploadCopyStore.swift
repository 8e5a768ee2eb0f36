public import Storage

/// What this room gives a person of the files she sent: that they are there; each is fetched by itself.
public enum UploadCopyStore {
    public static let exporters: [PersonExporter] = [
        PersonExporter(
            "uploads", ["id", "case_number", "question", "citizen_id", "uploaded_at_ms", "looked_at_ms"],
            left: [
                "content_sealed": "fetched one by one, at /account/cases/<case_number>/files/<id>",
                "content_hash": "made of the file itself",
            ],
            select: {
                """
                SELECT id, case_number, question, citizen_id, uploaded_at_ms, looked_at_ms
                FROM uploads WHERE citizen_id = \($0) ORDER BY uploaded_at_ms LIMIT 10000
                """
            })
    ]
}
