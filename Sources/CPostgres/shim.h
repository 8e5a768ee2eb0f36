#include <libpq-fe.h>

// postgres_ext.h has these as character macros, which Swift does not import.
static const int egret_diag_sqlstate = PG_DIAG_SQLSTATE;
static const int egret_diag_message = PG_DIAG_MESSAGE_PRIMARY;
static const int egret_diag_constraint = PG_DIAG_CONSTRAINT_NAME;
