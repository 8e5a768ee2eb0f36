/// Millimetres as PDF points.
func points(_ millimetres: Double) -> Double { millimetres * 72 / 25.4 }
