import Testing

@testable import Comparison

/// Tables as offices send them.
@Suite struct CSVTableTests {
    private static func read(_ text: String) throws -> CSVTable { try CSVTable(Array(text.utf8)) }

    private static func defects(_ text: String) -> [CatalogueFileProblem.Defect]? {
        do throws(CatalogueFileProblem) {
            _ = try CSVTable(Array(text.utf8))
            return nil
        } catch {
            return error.defects
        }
    }

    @Test func quotesCommasAndLineEndsInsideFieldsAreText() throws {
        let table = try Self.read("a,b\r\n\"x, \"\"y\"\"\",\"one\r\ntwo\"\r\nlast,\r\n")

        #expect(table.header == ["a", "b"])
        #expect(table.records.map(\.fields) == [["x, \"y\"", "one\r\ntwo"], ["last", ""]])
        #expect(table.records.map(\.line) == [2, 4], "a record of two lines counts as two")
    }

    @Test func bareLineFeedsAMarkAndAMissingLastLineEndAreTaken() throws {
        let table = try CSVTable([0xEF, 0xBB, 0xBF] + Array("a,b\n1,2\n\n3,4".utf8))

        #expect(table.header == ["a", "b"])
        #expect(table.records.map(\.fields) == [["1", "2"], ["3", "4"]])
    }

    @Test(arguments: [
        ("a,b\n1,\"2\n3,4\n", 2, "never closed"), ("a,b\n1,2\nx\"y,3\n", 3, "inside a field"),
        ("a,b\n\"1\"x,2\n", 2, "behind a closing quote"), ("a,b\n1,2\n1,2,3\n", 3, "3 fields"),
        ("", 1, "empty"),
    ])
    func whatIsBrokenIsNamedWithItsLine(text: String, line: Int, words: String) throws {
        let defect = try #require(Self.defects(text)?.first)

        #expect(defect.line == line)
        #expect(defect.message.contains(words))
    }

    /// What the text of ``bothEncodingsSayTheSame()`` is in GB18030, with a character of four bytes.
    private static let gb18030: [UInt8] = [
        84, 65, 83, 75, 95, 78, 65, 77, 69, 44, 84, 65, 83, 75, 95, 67, 79, 68, 69, 44, 68, 69, 80, 84, 95,
        78, 65, 77, 69, 13, 10, 201, 237, 183, 221, 214, 164, 178, 185, 193, 236, 44, 65, 49, 44, 185, 171,
        176, 178, 190, 214, 13, 10, 129, 57, 238, 57, 44, 66, 50, 44, 190, 214, 13, 10,
    ]

    @Test func bothEncodingsSayTheSame() throws {
        let text = "TASK_NAME,TASK_CODE,DEPT_NAME\r\n身份证补领,A1,公安局\r\n㐀,B2,局\r\n"

        #expect(try CSVTable(Self.gb18030).records == Self.read(text).records)
    }

    /// U+20087 and its like take two bytes there and four in UTF-8.
    @Test func aTableOfRareCharactersAloneIsRead() throws {
        let rare = Array(repeatElement([0xFE, 0x51] as [UInt8], count: 20).joined())

        #expect(try CSVTable(rare).header.map(\.unicodeScalars.count) == [20])
    }

    @Test func bytesThatAreNeitherNameTheirLine() throws {
        do throws(CatalogueFileProblem) {
            _ = try CSVTable(Self.gb18030 + [0xFF, 0xFF])
            Issue.record("taken")
        } catch {
            #expect(error.defects.map(\.line) == [4])
        }
    }
}

/// Items by the national field names.
@Suite struct PortalColumnsTests {
    private static func problem(_ text: String) -> CatalogueFileProblem? {
        do throws(CatalogueFileProblem) {
            _ = try PortalColumns.catalogue(CSVTable(readable: Array(text.utf8)))
            return nil
        } catch {
            return error
        }
    }

    @Test func aLineBecomesAnItem() throws {
        let text = """
            task_name,TASK_CODE,CATALOG_CODE,DEPT_NAME,BY_LAW,MATERIALS,SERVER_TYPE,HANDLE_COUNT,DATA_NATURE
            补证,A-1,000117051000,公安局,《甲法》第一条；《乙法》第二条,身份证;照片,自然人,12,合成样例
            """
        let catalogue = try PortalColumns.catalogue(CSVTable(Array(text.utf8)))
        let item = try #require(catalogue.items.first)

        #expect(item.basicCode == "000117051000")
        #expect(item.legalBasis == ["《甲法》第一条", "《乙法》第二条"])
        #expect(item.materials == ["身份证", "照片"])
        #expect(item.uses == 12)
        #expect(!item.isForOrganisations)
        #expect(catalogue.isSynthetic)
        #expect(PortalItem(json: item.json) == item, "what is kept is what was read")
    }

    @Test func everyDefectIsFoundAtOnceEachWithItsLine() throws {
        let problem = try #require(
            Self.problem(
                """
                TASK_NAME,TASK_CODE,DEPT_NAME,CATALOG_CODE,HANDLE_COUNT
                甲,A1,局,,
                ,A2,局,,
                乙,A1,局,,
                丙,,局,,
                丁,A4,局,12,
                戊,A5,局,,many
                己,A 6,局,,
                """))

        #expect(
            problem.defects.map { "\($0.line) \($0.message)" } == [
                "3 no TASK_NAME", "4 TASK_CODE A1 stands on line 2 too", "5 no TASK_CODE",
                "6 CATALOG_CODE is 12 digits", "7 HANDLE_COUNT is no number",
                "8 TASK_CODE is 1 to 60 letters, digits and hyphens",
            ])
    }

    @Test func whatIsWrongWithLinesAndWithItemsIsToldTogether() throws {
        let problem = try #require(
            Self.problem("TASK_NAME,TASK_CODE,DEPT_NAME\n甲,A1,局\n乙,A1,局\n丙,A2\n,A3,局\n丁,A4,\"局\n"))

        #expect(
            problem.defects.map { "\($0.line) \($0.message)" } == [
                "3 TASK_CODE A1 stands on line 2 too", "4 2 fields, the header has 3", "5 no TASK_NAME",
                "6 a quote that is never closed",
            ])
    }

    @Test(arguments: [
        "TASK_NAME,DEPT_NAME\n甲,局\n", "TASK_NAME,TASK_CODE,DEPT_NAME,TASK_NAME\n甲,A,局,乙\n",
        "TASK_NAME,TASK_CODE,DEPT_NAME\n",
    ])
    func aTableThatIsNoCatalogueIsRefused(text: String) {
        #expect(Self.problem(text) != nil)
    }
}
