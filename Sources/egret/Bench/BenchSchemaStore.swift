import Storage

/// A schema of its own for a bench on a PostgreSQL server.
///
/// A name cannot be bound as a value, so it travels in a setting of the transaction and the server quotes it.
enum BenchSchemaStore {
    static func create(_ name: String, in db: any SQLConnection) throws {
        try set(name, in: db)
        try db.run("DO $$ BEGIN EXECUTE format('CREATE SCHEMA %I', current_setting('egret.schema')); END $$")
    }

    static func drop(_ name: String, in db: any SQLConnection) throws {
        try set(name, in: db)
        try db.run(
            "DO $$ BEGIN EXECUTE format('DROP SCHEMA %I CASCADE', current_setting('egret.schema')); END $$")
    }

    private static func set(_ name: String, in db: any SQLConnection) throws {
        _ = try db.rows("SELECT set_config('egret.schema', \(name), true) AS name")
    }
}
