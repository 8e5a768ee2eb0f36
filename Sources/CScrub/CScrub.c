/* Memory that is given back is overwritten first.
 *
 * Swift copies texts as it likes and wipes none of them, so what a visit typed would lie on the heap until somebody else
 * happened to need the place. These definitions take the place of the C library's in the whole program, those of malloc as its manual
 * allows ("Replacing malloc"); every copy that a runtime, NIO, SQLite or OpenSSL frees passes through them.
 */
#define _GNU_SOURCE
#include "CScrub.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <link.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

extern void *__libc_malloc(size_t size);
extern void __libc_free(void *block);
typedef int begin_thread(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);

/* Whether the kernel takes the block's pages back whole, as it does with large ones: the second bit of the size that the
 * GNU C library keeps before each block. */
static bool is_mapped(const void *block) { return ((const size_t *)block)[-1] & 2; }

void free(void *block) {
    if (!block) return;
    int kept = errno;
    if (!is_mapped(block)) explicit_bzero(block, malloc_usable_size(block));
    __libc_free(block);
    errno = kept;
}

/* The library's own would leave the old place as it was whenever it moves. */
void *realloc(void *block, size_t size) {
    if (!block) return __libc_malloc(size);
    if (size == 0) {
        free(block);
        return NULL;
    }
    size_t held = malloc_usable_size(block);
    if (size <= held && size >= held / 2) return block;
    void *other = __libc_malloc(size);
    if (!other) return NULL;
    memcpy(other, block, size < held ? size : held);
    free(block);
    return other;
}

int egret_close_memory(void) {
    struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0) return errno;
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 ? 0 : errno;
}

/* The segments of one library that nobody writes to: the kernel has their pages in its cache of files, and maps them
 * again, sixteen at a time, when they are wanted. */
static int give_back_code(struct dl_phdr_info *library, size_t size, void *unused) {
    (void)size;
    (void)unused;
    const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    for (int index = 0; index < library->dlpi_phnum; index++) {
        const ElfW(Phdr) *segment = &library->dlpi_phdr[index];
        if (segment->p_type != PT_LOAD || segment->p_flags & PF_W) continue;
        /* Only whole pages: the first and the last may hold the neighbour's data, which was changed. */
        uintptr_t start = (library->dlpi_addr + segment->p_vaddr + page - 1) & ~(page - 1);
        uintptr_t end = (library->dlpi_addr + segment->p_vaddr + segment->p_memsz) & ~(page - 1);
        /* Refused where there is no file behind it, as for the kernel's own page; nothing is lost by that. */
        if (start < end) madvise((void *)start, end - start, MADV_DONTNEED);
    }
    return 0;
}

void egret_give_back_memory(void) {
    malloc_trim(0);
    dl_iterate_phdr(give_back_code, NULL);
}

/* How deep below where a thread waits its former calls are overwritten. Bytes; what a visit leaves was seen within 24 KiB. */
enum { DEPTH = 128 << 10 };

/* On the thread's own stack: whatever lies below the frame of a signal handler belongs to calls that have returned. */
static __attribute__((noinline)) void wipe_below(int signal) {
    (void)signal;
    int kept = errno;
    unsigned char below[DEPTH];
    explicit_bzero(below, sizeof below);
    errno = kept;
}

/* What a thread has to do, and with what. */
struct work {
    void *(*start)(void *);
    void *argument;
};

/* The GNU C library keeps the stack of a thread that has ended for the next one and gives back only its deep end, so that
 * what its calls left near the top would lie there with no thread to reach it by. */
static void *work_and_wipe(void *given) {
    struct work work = *(struct work *)given;
    free(given);
    void *result = work.start(work.argument);
    wipe_below(0);
    return result;
}

/* In place of the C library's, as with free: threads are begun by Foundation, libdispatch, NIO and the C libraries. */
int pthread_create(
    pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *), void *argument) {
    /* Two threads that look for it at once find the same. */
    static _Atomic(begin_thread *) begin;
    if (!begin) begin = (begin_thread *)dlsym(RTLD_NEXT, "pthread_create");
    struct work *work = malloc(sizeof *work);
    if (!begin || !work) {
        free(work);
        return EAGAIN;
    }
    *work = (struct work){.start = start, .argument = argument};
    int refusal = begin(thread, attributes, work_and_wipe, work);
    if (refusal != 0) free(work);
    return refusal;
}

int egret_wipe_stacks(void) {
    /* The one signal that libdispatch leaves open on its threads and that nothing here uses. */
    struct sigaction wipe = {.sa_handler = wipe_below, .sa_flags = SA_RESTART};
    if (sigaction(SIGPROF, &wipe, NULL) != 0) return errno;
    DIR *threads = opendir("/proc/self/task");
    if (!threads) return errno;
    for (struct dirent *one; (one = readdir(threads));) {
        long thread = strtol(one->d_name, NULL, 10);
        /* One that has ended meanwhile has given its stack back. */
        if (thread > 0) syscall(SYS_tgkill, getpid(), (pid_t)thread, SIGPROF);
    }
    closedir(threads);
    return 0;
}
