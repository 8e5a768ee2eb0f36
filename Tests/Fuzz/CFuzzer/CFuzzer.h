/* The door of libFuzzer for programs that have a main of their own, and a chance for OpenSSL that is always the same. */
#pragma once
#include <openssl/rand.h>
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));

/* xorshift64: signatures and envelopes that a harness makes are the same in every run. It guards nothing. */
static inline int fuzzer_chance(unsigned char *bytes, int count) {
    static uint64_t state = 88172645463325252u;
    for (int i = 0; i < count; i++) {
        state ^= state << 13, state ^= state >> 7, state ^= state << 17;
        bytes[i] = (unsigned char)(state >> 32);
    }
    return 1;
}

static inline int fuzzer_chance_is_well(void) { return 1; }

/* Whether OpenSSL now takes its chance from here. */
static inline int fuzzer_fix_chance(void) {
    static const RAND_METHOD method = {
        .bytes = fuzzer_chance, .pseudorand = fuzzer_chance, .status = fuzzer_chance_is_well};
    return RAND_set_rand_method(&method);
}
