#pragma once

/// Keeps other programs of the same user, debuggers and core files away from this process's memory; Linux only.
///
/// Returns 0, or the `errno` of what was refused.
int egret_close_memory(void);

/// Gives back to the system what only the start needed: free places on the heap, and code that has been read from files.
///
/// Called once, when a program has started; whatever is wanted again is there again with a page fault.
void egret_give_back_memory(void);
