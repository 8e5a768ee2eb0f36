/* Memory that is given back is overwritten first.
 *
 * Swift copies texts as it likes and wipes none of them, so what a visit typed would lie on the heap until somebody else
 * happened to need the place. These two definitions take the place of the C library's in the whole program, as its manual
 * allows ("Replacing malloc"); every copy that a runtime, NIO, SQLite or OpenSSL frees passes through them.
 */
#include "CScrub.h"

#include <errno.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

extern void *__libc_malloc(size_t size);
extern void __libc_free(void *block);

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
