// The room StorageSQLite.
