#pragma once
#include <stddef.h>
#include <stdint.h>

/// Decodes a JPEG to 8-bit grey, row by row. Returns 0 on success, non-zero when the bytes are no readable JPEG,
/// are cut short or corrupt, or are larger than maxPixels. *pixels is malloc'ed and the caller frees it with free().
int egret_jpeg_grey(const uint8_t *bytes, size_t count, size_t maxPixels, uint8_t **pixels, int *width, int *height);

/// Encodes rows of red, green and blue bytes as a JPEG of the given quality (1 to 100). Returns 0 on success.
/// *bytes is malloc'ed and the caller frees it with free().
int egret_jpeg_encode(const uint8_t *rgb, int width, int height, int quality, uint8_t **bytes, size_t *count);

/// Decodes a JPEG to rows of red, green and blue bytes, upright: the orientation that a camera wrote beside it (Exif) is
/// applied. The picture is made smaller while it is decoded, so that its longer side is longSideMax or less where eighths
/// allow it. Returns 0 on success, 1 when the bytes are no readable JPEG, are cut short, corrupt or in more than a
/// hundred scans, 2 when it has more than maxPixels before it is made smaller, or more than maxPixelsInScans when it comes
/// in several scans, or is longer than eight times longSideMax. *rgb is malloc'ed and the caller frees it with free().
int egret_jpeg_upright(const uint8_t *bytes, size_t count, size_t maxPixels, size_t maxPixelsInScans, int longSideMax,
                       uint8_t **rgb, int *width, int *height);
