import Testing

@testable import Desk

/// Files that leave the desk.
@Suite struct QueueCSVTests {
    @Test(arguments: [
        ("police", "\"police\""), ("a \"b\"", "\"a \"\"b\"\"\""), ("=1+1", "\"'=1+1\""), ("+1", "\"'+1\""),
        ("-1", "\"'-1\""), ("@x", "\"'@x\""), ("\tx", "\"'\tx\""), ("  =x", "\"'  =x\""),
        ("＝cmd|' /C calc'!A0", "\"'＝cmd|' /C calc'!A0\""), ("\u{3000}=x", "\"'\u{3000}=x\""), ("", "\"\""),
        ("a=b", "\"a=b\""), ("\r\n=x", "\"'\r\n=x\""),
    ])
    func noCellIsAFormula(_ text: String, _ cell: String) {
        #expect(QueueCSV.cell(text) == cell)
    }
}
