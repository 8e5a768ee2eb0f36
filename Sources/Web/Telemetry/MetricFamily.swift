/// One metric name with its kind, its help and its series.
struct MetricFamily: Sendable {
    enum Kind: String, Sendable {
        case counter, gauge, histogram
    }

    var help: String?
    private var kind: Kind?
    private var series: [String: MetricCell] = [:]

    /// The cell of these labels; one that is never shown when the kind differs or there are too many series.
    mutating func cell(_ kind: Kind, _ labels: [(String, String)]) -> MetricCell {
        self.kind = self.kind ?? kind
        let key = Self.text(labels)
        if let cell = series[key], self.kind == kind { return cell }
        let cell = MetricCell(isHistogram: kind == .histogram)
        guard self.kind == kind, series.count < PrometheusRegistry.seriesMax else { return cell }
        series[key] = cell
        return cell
    }

    func text(name: String) -> String {
        guard let kind, !series.isEmpty else { return "" }
        let help = help ?? name.split(separator: "_").dropFirst().joined(separator: " ")
        var text = "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
        for (labels, cell) in series.sorted(by: { $0.key < $1.key }) {
            text += cell.text(name: name, labels: labels)
        }
        return text
    }

    private static func text(_ labels: [(String, String)]) -> String {
        labels.sorted { $0.0 < $1.0 }.map { "\(name($0.0))=\"\(escaped($0.1))\"" }.joined(separator: ",")
    }

    private static func name(_ label: String) -> String {
        String(label.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    }

    private static func escaped(_ value: String) -> String {
        String(
            value.flatMap { character -> String in
                switch character {
                case "\\": "\\\\"
                case "\"": "\\\""
                case "\n": "\\n"
                default: String(character)
                }
            })
    }
}
