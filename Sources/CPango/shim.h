// Pango and Cairo, with the PDF surface, as the room Documents uses them.
#include <pango/pangocairo.h>
#include <cairo-pdf.h>
