#include "CJPEG.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

struct failure {
    struct jpeg_error_mgr manager;
    jmp_buf escape;
};

static void leave(j_common_ptr info) { longjmp(((struct failure *)info->err)->escape, 1); }

/* Keeps libjpeg from printing; a corrupt stream counts as a warning. */
static void silent(j_common_ptr info, int level) {
    if (level < 0) info->err->num_warnings++;
}

int egret_jpeg_grey(const uint8_t *bytes, size_t count, size_t maxPixels, uint8_t **pixels, int *width, int *height) {
    struct jpeg_decompress_struct info;
    struct failure failure;
    uint8_t *volatile out = NULL;

    info.err = jpeg_std_error(&failure.manager);
    failure.manager.error_exit = leave;
    failure.manager.emit_message = silent;
    if (setjmp(failure.escape)) {
        jpeg_destroy_decompress(&info);
        free(out);
        return 1;
    }
    jpeg_create_decompress(&info);
    jpeg_mem_src(&info, bytes, count);
    jpeg_read_header(&info, TRUE);
    if ((size_t)info.image_width * info.image_height > maxPixels) longjmp(failure.escape, 1);
    info.out_color_space = JCS_GRAYSCALE;
    jpeg_start_decompress(&info);
    out = malloc((size_t)info.output_width * info.output_height);
    if (out == NULL) longjmp(failure.escape, 1);
    while (info.output_scanline < info.output_height) {
        JSAMPROW row = out + (size_t)info.output_scanline * info.output_width;
        jpeg_read_scanlines(&info, &row, 1);
    }
    jpeg_finish_decompress(&info);
    if (info.err->num_warnings > 0) longjmp(failure.escape, 1);
    *width = (int)info.output_width;
    *height = (int)info.output_height;
    *pixels = out;
    jpeg_destroy_decompress(&info);
    return 0;
}

int egret_jpeg_encode(const uint8_t *rgb, int width, int height, int quality, uint8_t **bytes, size_t *count) {
    struct jpeg_compress_struct info;
    struct failure failure;
    unsigned char *out = NULL;
    unsigned long size = 0;

    info.err = jpeg_std_error(&failure.manager);
    failure.manager.error_exit = leave;
    failure.manager.emit_message = silent;
    if (setjmp(failure.escape)) {
        jpeg_destroy_compress(&info);
        free(out);
        return 1;
    }
    jpeg_create_compress(&info);
    jpeg_mem_dest(&info, &out, &size);
    info.image_width = (JDIMENSION)width;
    info.image_height = (JDIMENSION)height;
    info.input_components = 3;
    info.in_color_space = JCS_RGB;
    jpeg_set_defaults(&info);
    jpeg_set_quality(&info, quality, TRUE);
    jpeg_start_compress(&info, TRUE);
    while (info.next_scanline < info.image_height) {
        JSAMPROW row = (JSAMPROW)(rgb + (size_t)info.next_scanline * (size_t)width * 3);
        jpeg_write_scanlines(&info, &row, 1);
    }
    jpeg_finish_compress(&info);
    jpeg_destroy_compress(&info);
    *bytes = out;
    *count = size;
    return 0;
}
