#pragma once
#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/cms.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/param_build.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <openssl/x509_vfy.h>

// What Swift cannot import: macros that are made of others or have arguments, and the typed stacks.

/// What a public key consists of, for `EVP_PKEY_fromdata`.
static const int egret_public_key_parts = EVP_PKEY_PUBLIC_KEY;

static inline STACK_OF(X509) *egret_x509_stack_new(void) { return sk_X509_new_null(); }

/// Adds the certificate and takes a reference of its own; 1 on success.
static inline int egret_x509_stack_push(STACK_OF(X509) *stack, X509 *certificate) {
    if (X509_up_ref(certificate) != 1) return 0;
    if (sk_X509_push(stack, certificate) > 0) return 1;
    X509_free(certificate);
    return 0;
}

static inline int egret_x509_stack_count(const STACK_OF(X509) *stack) { return sk_X509_num(stack); }

/// The certificate at the place, still owned by the stack.
static inline X509 *egret_x509_stack_at(const STACK_OF(X509) *stack, int index) {
    return sk_X509_value(stack, index);
}

/// Frees the stack and the references it holds.
static inline void egret_x509_stack_free(STACK_OF(X509) *stack) { sk_X509_pop_free(stack, X509_free); }

/// Frees only the stack, whose certificates belong to another.
static inline void egret_x509_stack_free_shallow(STACK_OF(X509) *stack) { sk_X509_free(stack); }

static inline int egret_signer_count(CMS_ContentInfo *cms) {
    return sk_CMS_SignerInfo_num(CMS_get0_SignerInfos(cms));
}

static inline CMS_SignerInfo *egret_signer_at(CMS_ContentInfo *cms, int index) {
    return sk_CMS_SignerInfo_value(CMS_get0_SignerInfos(cms), index);
}

/// The NID of the attribute's type.
static inline int egret_attribute_nid(X509_ATTRIBUTE *attribute) {
    return OBJ_obj2nid(X509_ATTRIBUTE_get0_object(attribute));
}

/// An HMAC whose digest is looked up once and that has no key yet, to be copied for each use; null when there is none such.
static inline EVP_MAC_CTX *egret_hmac_template(const char *digest) {
    EVP_MAC *mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    EVP_MAC_CTX *context = mac ? EVP_MAC_CTX_new(mac) : NULL;
    EVP_MAC_free(mac);
    if (!context) return NULL;
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, (char *)digest, 0), OSSL_PARAM_construct_end()};
    if (EVP_MAC_CTX_set_params(context, parameters) == 1) return context;
    EVP_MAC_CTX_free(context);
    return NULL;
}
