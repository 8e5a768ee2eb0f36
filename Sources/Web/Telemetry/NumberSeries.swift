import CoreMetrics

/// A series as swift-metrics hands it out.
final class NumberSeries: CounterHandler, FloatingPointCounterHandler, MeterHandler, RecorderHandler,
    TimerHandler
{
    private let cell: MetricCell

    init(_ cell: MetricCell) {
        self.cell = cell
    }

    func increment(by amount: Int64) { cell.add(Double(amount)) }
    func increment(by amount: Double) { cell.add(amount) }
    func decrement(by amount: Double) { cell.add(-amount) }
    func set(_ value: Int64) { cell.set(Double(value)) }
    func set(_ value: Double) { cell.set(value) }
    func record(_ value: Int64) { cell.record(Double(value)) }
    func record(_ value: Double) { cell.record(value) }
    func recordNanoseconds(_ duration: Int64) { cell.record(Double(duration) / 1e9) }
    func reset() { cell.set(0) }
}
