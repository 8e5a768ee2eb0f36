#include "CJPEG.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

struct failure {
    struct jpeg_error_mgr manager;
    jmp_buf escape;
};

static void leave(j_common_ptr info) { longjmp(((struct failure *)info->err)->escape, 1); }

/* Keeps libjpeg from printing; a corrupt stream counts as a warning. Some cameras leave bytes between two parts, which
   spoils nothing. */
static void silent(j_common_ptr info, int level) {
    if (level < 0 && info->err->msg_code != JWRN_EXTRANEOUS_DATA) info->err->num_warnings++;
}

/* A picture may be written in scans, each over all of it, and none of them need add anything: a small file is then hours of
   work. No camera writes more than a dozen. */
enum { scansMax = 100 };

static void count_scans(j_common_ptr info) {
    if (info->is_decompressor && ((j_decompress_ptr)info)->input_scan_number > scansMax) info->err->error_exit(info);
}

int egret_jpeg_grey(const uint8_t *bytes, size_t count, size_t maxPixels, uint8_t **pixels, int *width, int *height) {
    struct jpeg_decompress_struct info;
    struct failure failure;
    struct jpeg_progress_mgr monitor = {.progress_monitor = count_scans};
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
    info.progress = &monitor;
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
        /* Memory is out; the library may have moved the buffer since it last said where it is. */
        jpeg_destroy_compress(&info);
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

static unsigned exif_number(const uint8_t *at, int bytes, int isLittle) {
    unsigned value = 0;
    for (int i = 0; i < bytes; i++) value |= (unsigned)at[i] << 8 * (isLittle ? i : bytes - 1 - i);
    return value;
}

/* 1 to 8 as Exif numbers them; 1 where nothing readable says otherwise. */
static int exif_orientation(jpeg_saved_marker_ptr marker) {
    for (; marker != NULL; marker = marker->next) {
        const uint8_t *data = marker->data;
        size_t length = marker->data_length;
        if (marker->marker != JPEG_APP0 + 1 || length < 20 || memcmp(data, "Exif\0\0", 6) != 0) continue;
        const uint8_t *tiff = data + 6;
        length -= 6;
        int isLittle = tiff[0] == 'I';
        size_t directory = exif_number(tiff + 4, 4, isLittle);
        if (directory > length - 2) return 1;
        size_t entries = exif_number(tiff + directory, 2, isLittle);
        for (size_t i = 0; i < entries; i++) {
            size_t entry = directory + 2 + i * 12;
            if (entry + 12 > length) return 1;
            if (exif_number(tiff + entry, 2, isLittle) != 0x0112) continue;
            unsigned value = exif_number(tiff + entry + 8, 2, isLittle);
            return value >= 1 && value <= 8 ? (int)value : 1;
        }
        return 1;
    }
    return 1;
}

/* Orientations from 5 on swap the sides. */
static uint8_t *turned(const uint8_t *rgb, int width, int height, int orientation) {
    uint8_t *out = malloc((size_t)width * (size_t)height * 3);
    if (out == NULL) return NULL;
    int across = orientation >= 5 ? height : width;
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
            int right = width - 1 - x, below = height - 1 - y, tx, ty;
            switch (orientation) {
                case 2: tx = right, ty = y; break;
                case 3: tx = right, ty = below; break;
                case 4: tx = x, ty = below; break;
                case 5: tx = y, ty = x; break;
                case 6: tx = below, ty = x; break;
                case 7: tx = below, ty = right; break;
                case 8: tx = y, ty = right; break;
                default: tx = x, ty = y; break;
            }
            memcpy(out + ((size_t)ty * (size_t)across + (size_t)tx) * 3,
                   rgb + ((size_t)y * (size_t)width + (size_t)x) * 3, 3);
        }
    }
    return out;
}

int egret_jpeg_upright(const uint8_t *bytes, size_t count, size_t maxPixels, size_t maxPixelsInScans, int longSideMax,
                       uint8_t **rgb, int *width, int *height) {
    struct jpeg_decompress_struct info;
    struct failure failure;
    struct jpeg_progress_mgr monitor = {.progress_monitor = count_scans};
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
    info.progress = &monitor;
    jpeg_mem_src(&info, bytes, count);
    jpeg_save_markers(&info, JPEG_APP0 + 1, 0xFFFF);
    jpeg_read_header(&info, TRUE);
    size_t pixels = (size_t)info.image_width * info.image_height;
    size_t longSide = info.image_width > info.image_height ? info.image_width : info.image_height;
    /* Of one that comes in scans every coefficient is kept until the last of them. */
    if (pixels > maxPixels || (jpeg_has_multiple_scans(&info) && pixels > maxPixelsInScans) ||
        longSide > (size_t)longSideMax * 8) {
        jpeg_destroy_decompress(&info);
        return 2;
    }
    int orientation = exif_orientation(info.marker_list);
    /* Four inks of a print shop are nothing that a camera writes; the library makes no red, green and blue of them. */
    info.out_color_space = JCS_RGB;
    info.scale_denom = 8;
    info.scale_num = 8;
    while (info.scale_num > 1 && longSide * info.scale_num / 8 > (size_t)longSideMax) info.scale_num--;
    jpeg_start_decompress(&info);
    out = malloc((size_t)info.output_width * info.output_height * 3);
    if (out == NULL) longjmp(failure.escape, 1);
    while (info.output_scanline < info.output_height) {
        JSAMPROW row = out + (size_t)info.output_scanline * info.output_width * 3;
        jpeg_read_scanlines(&info, &row, 1);
    }
    jpeg_finish_decompress(&info);
    if (info.err->num_warnings > 0) longjmp(failure.escape, 1);
    *width = (int)info.output_width;
    *height = (int)info.output_height;
    jpeg_destroy_decompress(&info);
    if (orientation > 1) {
        uint8_t *upright = turned(out, *width, *height, orientation);
        free(out);
        if (upright == NULL) return 1;
        out = upright;
        if (orientation >= 5) {
            int side = *width;
            *width = *height;
            *height = side;
        }
    }
    *rgb = out;
    return 0;
}
