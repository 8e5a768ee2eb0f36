/* A disk that fails on order, loaded before a program with LD_PRELOAD: it counts the steps by which bytes and names become
 * durable and, at a chosen one, ends the process, loses what was not synced, or answers with an error.
 *
 *   FAULTS_UNDER   only files whose path begins with this
 *   FAULTS_FROM    counting begins when this file exists
 *   FAULTS_CALLS   which calls count: of write,sync,rename,unlink,truncate,open; the first five when absent
 *   FAULTS_ACT     kill   SIGKILL before the step
 *                  cut    the same, and what was not synced is lost: bytes, new names, removed names
 *                  tear   the same, and of the bytes that were not synced about half are kept, in any order (FAULTS_SEED)
 *                  short  writes half of what is asked, at every counted write longer than a byte
 *                  eintr  every second counted call is interrupted once
 *                  a number: errno of the step and, with FAULTS_LASTS=1, of every later one until FAULTS_FROM is gone
 *   FAULTS_AT      the step, from 1; none when absent
 *   FAULTS_AFTER   1: the process ends after a flush is done instead of before the step
 *   FAULTS_LOG     a line for each step: number, call, name of the file; 0 for a call that does not count
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define REAL(name, ...) ((__typeof__(&name))real(#name))(__VA_ARGS__)

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static long step;
static bool dies_next;

static const char *setting(const char *name) {
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

/* What could still be lost: the newest first. */
struct change {
    enum { BYTES, RENAMED, CREATED, UNLINKED } kind;
    char path[PATH_MAX], other[PATH_MAX];
    dev_t device;
    ino_t file, folder;
    off_t size_before, offset;
    size_t before_count, after_count;
    char *before, *after;
    struct change *older;
};
static struct change *changes;

static ino_t folder_of(const char *path) {
    char folder[PATH_MAX];
    snprintf(folder, sizeof folder, "%s", path);
    char *slash = strrchr(folder, '/');
    if (slash) *slash = 0;
    struct stat at;
    return stat(folder, &at) == 0 ? at.st_ino : 0;
}

static struct change *note(int kind, const char *path) {
    struct change *new = calloc(1, sizeof *new);
    new->kind = kind;
    snprintf(new->path, sizeof new->path, "%s", path);
    new->folder = folder_of(path);
    new->older = changes;
    return changes = new;
}

static bool loses(void) {
    const char *act = setting("FAULTS_ACT");
    return act && (!strcmp(act, "cut") || !strcmp(act, "tear"));
}

static bool path_of(int fd, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t count = readlink(link, path, PATH_MAX - 1);
    if (count <= 0) return false;
    path[count] = 0;
    return true;
}

static bool is_ours(const char *path) {
    const char *under = setting("FAULTS_UNDER");
    if (!under || strncmp(path, under, strlen(under)) || !strchr("/-", path[strlen(under)])) return false;
    /* SQLite's shared memory is a mapped file that no power cut has to keep. */
    return !strstr(path, "-shm");
}

static bool is_armed(void) {
    const char *from = setting("FAULTS_FROM");
    return !from || access(from, F_OK) == 0;
}

static bool counts(const char *call) {
    if (!is_armed()) return false;
    const char *calls = setting("FAULTS_CALLS");
    if (!calls) calls = "write,sync,rename,unlink,truncate";
    const char *found = strstr(calls, call);
    return found && (found == calls || found[-1] == ',');
}

/* The file of a change under the name it has now; it may have been renamed after the bytes were written. */
static int reopen(struct change *one) {
    const char *names[] = {one->path, one->other};
    for (int i = 0; i < 2; i++) {
        int fd = *names[i] ? REAL(open, names[i], O_RDWR | O_CLOEXEC) : -1;
        struct stat at;
        if (fd >= 0 && fstat(fd, &at) == 0 && at.st_ino == one->file) return fd;
        if (fd >= 0) close(fd);
    }
    return -1;
}

static void undo(struct change *one) {
    if (one->kind == CREATED) REAL(unlink, one->path);
    if (one->kind == UNLINKED) REAL(rename, one->other, one->path);
    if (one->kind == RENAMED) {
        char hidden[PATH_MAX + 32];
        snprintf(hidden, sizeof hidden, "%s.lost", one->other);
        REAL(rename, one->other, one->path);
        REAL(rename, hidden, one->other);
    }
    if (one->kind == BYTES) {
        int fd = reopen(one);
        if (fd < 0) return;
        if (REAL(pwrite, fd, one->before, one->before_count, one->offset) < 0 ||
            REAL(ftruncate, fd, one->size_before) < 0)
            abort();
        close(fd);
    }
}

static void redo_some(struct change *one, unsigned *seed) {
    if (!one) return;
    redo_some(one->older, seed);
    if (one->kind != BYTES || rand_r(seed) % 2) return;
    int fd = reopen(one);
    if (fd < 0) return;
    if (REAL(pwrite, fd, one->after, one->after_count, one->offset) < 0) abort();
    close(fd);
}

static void die(void) {
    const char *act = setting("FAULTS_ACT"), *seed = setting("FAULTS_SEED");
    for (struct change *one = changes; one; one = one->older) undo(one);
    unsigned state = seed ? (unsigned)atol(seed) : 1;
    if (!strcmp(act, "tear")) redo_some(changes, &state);
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

static void forget(bool (*over)(struct change *, struct stat *), struct stat *at) {
    for (struct change **place = &changes; *place;) {
        struct change *one = *place;
        if (!over(one, at)) {
            place = &one->older;
            continue;
        }
        char hidden[PATH_MAX + 32];
        snprintf(hidden, sizeof hidden, "%s.lost", one->other);
        if (one->kind == RENAMED) REAL(unlink, hidden);
        if (one->kind == UNLINKED) REAL(unlink, one->other);
        *place = one->older;
        free(one->before);
        free(one->after);
        free(one);
    }
}

static bool is_bytes_of(struct change *one, struct stat *at) {
    return one->kind == BYTES && one->file == at->st_ino && one->device == at->st_dev;
}
static bool is_name_in(struct change *one, struct stat *at) {
    return one->kind != BYTES && one->folder == at->st_ino;
}

/* One counted step. Returns the errno it fails with, 0 to go on; called with the gate closed. */
static int next(const char *call, const char *path) {
    if (!is_ours(path) || !is_armed()) return 0;
    bool counted = counts(call);
    if (counted) step++;
    const char *log = setting("FAULTS_LOG"), *at = setting("FAULTS_AT"), *act = setting("FAULTS_ACT");
    if (log) {
        char line[PATH_MAX + 64];
        const char *slash = strrchr(path, '/');
        int count = snprintf(line, sizeof line, "%ld %s %s\n", counted ? step : 0, call, slash ? slash + 1 : path);
        int fd = REAL(open, log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
        if (fd >= 0 && REAL(write, fd, line, count) == count) close(fd);
    }
    if (!act || !counted) return 0;
    if (!strcmp(act, "eintr")) return step % 2 && strcmp(call, "sync") ? EINTR : 0;
    if (!at || !strcmp(act, "short")) return 0;
    bool lasts = setting("FAULTS_LASTS") && step > atol(at);
    if (step != atol(at) && !lasts) return 0;
    if (act[0] >= '0' && act[0] <= '9') return atoi(act);
    if (!setting("FAULTS_AFTER")) die();
    dies_next = true;
    return 0;
}

static size_t shortened(const char *path, size_t count) {
    const char *act = setting("FAULTS_ACT");
    return act && !strcmp(act, "short") && is_ours(path) && counts("write") && count > 1 ? count / 2 : count;
}

static void note_bytes(int fd, const char *path, const void *bytes, size_t count, off_t offset) {
    struct stat at;
    if (!loses() || !is_ours(path) || fstat(fd, &at) != 0 || !S_ISREG(at.st_mode)) return;
    if (fcntl(fd, F_GETFL) & O_APPEND) offset = at.st_size;
    struct change *new = note(BYTES, path);
    new->file = at.st_ino, new->device = at.st_dev;
    new->size_before = at.st_size, new->offset = offset;
    if (offset < at.st_size) {
        new->before = malloc(count);
        ssize_t had = pread(fd, new->before, count, offset);
        new->before_count = had > 0 ? had : 0;
    }
    new->after = memcpy(malloc(count), bytes, count);
    new->after_count = count;
}

#define GUARD(call, path, failed)                                                                                              \
    pthread_mutex_lock(&gate);                                                                                                 \
    int refused = next(call, path);                                                                                            \
    if (refused) {                                                                                                             \
        pthread_mutex_unlock(&gate);                                                                                           \
        errno = refused;                                                                                                       \
        return failed;                                                                                                         \
    }
#define LEAVE(result)                                                                                                          \
    do {                                                                                                                       \
        int kept = errno;                                                                                                      \
        pthread_mutex_unlock(&gate);                                                                                           \
        errno = kept;                                                                                                          \
        return result;                                                                                                         \
    } while (0)

ssize_t write(int fd, const void *bytes, size_t count) {
    char path[PATH_MAX];
    if (!path_of(fd, path) || !is_ours(path)) return REAL(write, fd, bytes, count);
    GUARD("write", path, -1)
    count = shortened(path, count);
    note_bytes(fd, path, bytes, count, lseek(fd, 0, SEEK_CUR));
    ssize_t done = REAL(write, fd, bytes, count);
    LEAVE(done);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) {
    char path[PATH_MAX];
    if (!path_of(fd, path) || !is_ours(path)) return REAL(pwrite64, fd, bytes, count, offset);
    GUARD("write", path, -1)
    count = shortened(path, count);
    note_bytes(fd, path, bytes, count, offset);
    ssize_t done = REAL(pwrite64, fd, bytes, count, offset);
    LEAVE(done);
}
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) { return pwrite64(fd, bytes, count, offset); }

static int synced(int fd, const char *name) {
    char path[PATH_MAX];
    if (!path_of(fd, path)) return ((int (*)(int))real(name))(fd);
    struct stat at;
    bool is_folder = fstat(fd, &at) == 0 && S_ISDIR(at.st_mode);
    GUARD("sync", path, -1)
    int done = ((int (*)(int))real(name))(fd);
    if (done == 0) forget(is_folder ? is_name_in : is_bytes_of, &at);
    if (dies_next) die();
    LEAVE(done);
}
int fsync(int fd) { return synced(fd, "fsync"); }
int fdatasync(int fd) { return synced(fd, "fdatasync"); }

int ftruncate64(int fd, off64_t size) {
    char path[PATH_MAX];
    if (!path_of(fd, path) || !is_ours(path)) return REAL(ftruncate64, fd, size);
    GUARD("truncate", path, -1)
    struct stat at;
    if (loses() && fstat(fd, &at) == 0 && size < at.st_size) {
        size_t count = at.st_size - size;
        char *rest = malloc(count);
        if (pread(fd, rest, count, size) == (ssize_t)count) {
            note_bytes(fd, path, rest, 0, size);
            changes->before = rest, changes->before_count = count;
        }
    }
    int done = REAL(ftruncate64, fd, size);
    LEAVE(done);
}
int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

int rename(const char *from, const char *to) {
    if (!is_ours(to)) return REAL(rename, from, to);
    GUARD("rename", to, -1)
    if (loses()) {
        char hidden[PATH_MAX + 32];
        snprintf(hidden, sizeof hidden, "%s.lost", to);
        REAL(unlink, hidden);
        if (link(to, hidden) != 0) errno = 0;
        for (struct change *one = changes; one; one = one->older)
            if (one->kind == BYTES && !strcmp(one->path, from)) strcpy(one->other, to);
        snprintf(note(RENAMED, from)->other, PATH_MAX, "%s", to);
    }
    int done = REAL(rename, from, to);
    LEAVE(done);
}

int unlink(const char *path) {
    if (!is_ours(path)) return REAL(unlink, path);
    GUARD("unlink", path, -1)
    static int number;
    char hidden[PATH_MAX];
    if (loses() && (size_t)snprintf(hidden, sizeof hidden, "%s.gone-%d", path, number++) < sizeof hidden &&
        link(path, hidden) == 0)
        strcpy(note(UNLINKED, path)->other, hidden);
    int done = REAL(unlink, path);
    LEAVE(done);
}

static int opened(const char *name, const char *path, int flags, mode_t mode) {
    int (*call)(const char *, int, ...) = real(name);
    if (!is_ours(path) || !(flags & (O_WRONLY | O_RDWR))) return call(path, flags, mode);
    GUARD("open", path, -1)
    bool is_new = (flags & O_CREAT) && access(path, F_OK) != 0;
    int fd = call(path, flags, mode);
    if (fd >= 0 && is_new && loses()) note(CREATED, path);
    LEAVE(fd);
}
#define MODE(flags)                                                                                                            \
    mode_t mode = 0;                                                                                                           \
    if (flags & O_CREAT) {                                                                                                     \
        va_list rest;                                                                                                          \
        va_start(rest, flags);                                                                                                 \
        mode = va_arg(rest, mode_t);                                                                                           \
        va_end(rest);                                                                                                          \
    }
int open(const char *path, int flags, ...) { MODE(flags) return opened("open", path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return opened("open64", path, flags, mode); }
