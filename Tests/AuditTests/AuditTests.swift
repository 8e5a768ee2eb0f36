// AuditTests
