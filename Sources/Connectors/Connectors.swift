// The room Connectors.
