// The room StoragePostgres.
