// The room Base.
