#pragma once

/// Keeps other programs of the same user, debuggers and core files away from this process's memory; Linux only.
///
/// Returns 0, or the `errno` of what was refused.
int egret_close_memory(void);

/// Gives back to the system what only the start needed: free places on the heap, and code that has been read from files.
///
/// Called once, when a program has started; whatever is wanted again is there again with a page fault.
void egret_give_back_memory(void);

/// Lets every thread overwrite what its former calls left on its stack, 128 KiB deep; each does so when it runs next.
///
/// A wait in the kernel that cannot be begun again (`poll`, `epoll_wait`, `nanosleep`) ends early with `EINTR`.
/// Returns 0, or the `errno` of what was refused.
int egret_wipe_stacks(void);
