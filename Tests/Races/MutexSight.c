// Lets the thread sanitizer see a `Mutex` that two threads want at once.
//
// The quick way into a `Synchronization.Mutex` is compiled into its callers, so the sanitizer sees it. When the lock is
// taken, `_lockSlow` and `_unlockSlow` of the standard library go to the kernel's futex; that library is built without
// the sanitizer, and a lock handed over there is invisible: what it guards is then reported as a race. This library,
// loaded first, tells the sanitizer of both. `Proof.swift` shows with and without it.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

#define swift __attribute__((swiftcall))
#define self __attribute__((swift_context))
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

// Absent in programs that are built without the sanitizer, such as the one that runs the tests.
extern void __tsan_acquire(void *) __attribute__((weak));
extern void __tsan_release(void *) __attribute__((weak));

swift void lockSlow(uint32_t state, self void *mutex) __asm__(LOCK);
swift void unlockSlow(self void *mutex) __asm__(UNLOCK);

swift void lockSlow(uint32_t state, self void *mutex) {
    swift void (*real)(uint32_t, self void *) = dlsym(RTLD_NEXT, LOCK);
    real(state, mutex);
    if (__tsan_acquire) __tsan_acquire(mutex);
}

swift void unlockSlow(self void *mutex) {
    swift void (*real)(self void *) = dlsym(RTLD_NEXT, UNLOCK);
    if (__tsan_release) __tsan_release(mutex);
    real(mutex);
}
