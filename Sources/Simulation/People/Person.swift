import Sandbox

/// Somebody of the sample city.
typealias Person = SampleCitizen
