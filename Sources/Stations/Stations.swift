// The room Stations.
