#pragma once

/// Keeps other programs of the same user, debuggers and core files away from this process's memory; Linux only.
///
/// Returns 0, or the `errno` of what was refused.
int egret_close_memory(void);
