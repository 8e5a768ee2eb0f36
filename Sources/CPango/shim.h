// Pango and Cairo, with the PDF surface, as the room Documents uses them.
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>
#include <cairo-pdf.h>
#include <fontconfig/fontconfig.h>

/// Lets a font map of Pango's look for fonts in `config`, of which it keeps a reference.
static inline void egret_font_map_set_config(PangoFontMap *map, FcConfig *config) {
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), config);
}
