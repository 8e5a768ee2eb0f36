#ifndef EGRET_CZLIB_H
#define EGRET_CZLIB_H

#include <zlib.h>

#endif
