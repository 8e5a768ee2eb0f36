import Base
import Yams

/// Reads the YAML of a layout into its parts, with the line of every fault.
struct LayoutReader {
    static let sourceBytesMax = 65_536
    private static let sourceBytesRemedy: DefectText = "Keep a layout under 64 KiB"

    let file: String

    func root(of source: String) throws(LayoutProblem) -> Node {
        guard source.utf8.count <= Self.sourceBytesMax else {
            throw problem(nil, "The layout is too long", Self.sourceBytesRemedy)
        }
        let node: Node?
        do {
            node = try Yams.compose(yaml: source, .basic)
        } catch let error as YamlError {
            throw LayoutProblem(
                file: file, line: Self.line(of: error), what: "This is not YAML",
                remedy: "Check indentation and quotes; a text with a {field} is written in quotes")
        } catch {
            throw problem(nil, "This is not YAML", "Check indentation and quotes")
        }
        guard let node, node.mapping != nil else {
            throw problem(node, "The layout has no parts", "Begin with `paper: A4` and `blocks:`")
        }
        try allow(["paper", "type", "margins", "blocks", "footer"], in: node)
        guard node["paper"]?.string == "A4" else {
            throw problem(node["paper"] ?? node, "The paper is not A4", "Write `paper: A4`")
        }
        return node
    }

    func margins(of root: Node) throws(LayoutProblem) -> DocumentLayout.Margins {
        guard let node = root["margins"] else {
            return DocumentLayout.Margins(top: 30, right: 26, bottom: 14, left: 26)
        }
        try allow(["top", "right", "bottom", "left"], in: node)
        func side(_ name: String) throws(LayoutProblem) -> Double {
            guard let value = node[name]?.float, (8...60).contains(value) else {
                throw problem(
                    node[name] ?? node, "The margin `\(name)` is not a length",
                    "Give millimetres from 8 to 60")
            }
            return value
        }
        return DocumentLayout.Margins(
            top: try side("top"), right: try side("right"), bottom: try side("bottom"),
            left: try side("left"))
    }

    func typeSize(of root: Node) throws(LayoutProblem) -> DocumentLayout.TypeSize {
        guard let node = root["type"] else { return .normal }
        guard let size = node.string.flatMap(DocumentLayout.TypeSize.init) else {
            throw problem(node, "There is no such size of type", "Write `type: normal` or `type: large`")
        }
        return size
    }

    func footNote(of root: Node) throws(LayoutProblem) -> String {
        guard let node = root["footer"] else { return "" }
        guard let text = node.string, text.count <= 120, text.isPlainPaperText else {
            throw problem(
                node, "The footer is not a short text", "Write one sentence of at most 120 characters")
        }
        return text
    }

    func blocks(of root: Node) throws(LayoutProblem) -> [LayoutBlock] {
        guard let sequence = root["blocks"]?.sequence, !sequence.isEmpty else {
            throw problem(root["blocks"] ?? root, "The layout has no blocks", "List at least `- title: …`")
        }
        var blocks: [LayoutBlock] = []
        for node in sequence { blocks.append(try block(node)) }
        guard case .title = blocks[0] else {
            throw problem(sequence[0], "The first block is not the title", "Begin with `- title: …`")
        }
        let seals = zip(blocks, sequence).filter { if case .seal = $0.0 { true } else { false } }
        guard seals.count == 1 else {
            throw problem(
                seals.last?.1 ?? root, "The layout has \(seals.count) seals", "Write exactly one `- seal: …`"
            )
        }
        return blocks
    }

    private func block(_ node: Node) throws(LayoutProblem) -> LayoutBlock {
        guard let mapping = node.mapping, let kind = mapping.keys.first?.string else {
            throw problem(node, "This block has no kind", "Write `- paragraph: …` or another kind of block")
        }
        switch kind {
        case "title":
            try allow(["title", "english"], in: node)
            return .title(try template(kind, in: node), english: try optionalTemplate("english", in: node))
        case "paragraph":
            try allow(["paragraph", "english"], in: node)
            return .paragraph(
                try template(kind, in: node), english: try optionalTemplate("english", in: node))
        case "issuer", "note", "validity":
            try allow([kind], in: node)
            let text = try template(kind, in: node)
            return kind == "issuer" ? .issuer(text) : kind == "note" ? .note(text) : .validity(text)
        case "seal":
            try allow(["seal", "date"], in: node)
            return .seal(department: try template(kind, in: node), date: try template("date", in: node))
        case "facts": return .facts(try facts(node))
        case "table": return .table(try table(node))
        default:
            throw problem(
                node, "There is no block `\(kind)`",
                "Use title, issuer, paragraph, facts, table, note, validity or seal, as the first key")
        }
    }
}
