extension Int64 {
    /// The largest power of two below a number greater than one: where RFC 6962 cuts a tree.
    var cut: Int64 { 1 << Int64(63 - (self - 1).leadingZeroBitCount) }
}
