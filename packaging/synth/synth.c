/* TinySoundFont, as Motivo's synthesiser calls it; build_synth.py makes WebAssembly of it.

   An instance of the module plays one soundfont. All memory is taken while that is loaded: whatever
   is called afterwards takes none, and so never waits for any. */

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define EXPORT(name) __attribute__((export_name(#name)))

enum { PAGE = 65536, LARGEST_BLOCK = 8192, LAST_CHANNEL = 15 };

/* Memory is given out upwards, and only the last block can grow, shrink or be given back. The samples
   of a soundfont are that block while they are read, so that hundreds of megabytes are never moved. */

typedef struct { size_t size, unused; } Header;
extern unsigned char __heap_base;
static unsigned char *top = &__heap_base;

static int make_room(const unsigned char *end) {
    size_t there = __builtin_wasm_memory_size(0), needed = ((uintptr_t)end + PAGE - 1) / PAGE;
    return needed <= there || __builtin_wasm_memory_grow(0, needed - there) != (size_t)-1;
}

static int resize(unsigned char *block, size_t size) {
    size_t rounded = (size + 15) & ~(size_t)15;
    if (rounded < size || (uintptr_t)block + rounded < rounded || !make_room(block + rounded)) return 0;
    ((Header *)block)[-1].size = size;
    top = block + rounded;
    return 1;
}

static size_t room(const unsigned char *block) {
    return (((const Header *)block)[-1].size + 15) & ~(size_t)15;
}

static void *take(size_t size) {
    unsigned char *block = top + sizeof(Header);
    return make_room(block) && resize(block, size) ? block : NULL;
}

static void give_back(void *block) {
    if (block && (unsigned char *)block + room(block) == top) top = (unsigned char *)block - sizeof(Header);
}

static void *take_again(void *block, size_t size) {
    void *other;
    if (!block) return take(size);
    if ((unsigned char *)block + room(block) == top) return resize(block, size) ? block : NULL;
    if (!(other = take(size))) return NULL;
    memcpy(other, block, size < room(block) ? size : room(block));
    return other;
}

/* What decoding one Vorbis stream takes is all given back before the next stream begins. */

static unsigned char vorbis_memory[4 * 1024 * 1024] __attribute__((aligned(16)));
static size_t vorbis_used;
static int vorbis_blocks;

static void *vorbis_take(size_t size) {
    unsigned char *block = vorbis_memory + vorbis_used;
    size = (size + 15) & ~(size_t)15;
    if (size > sizeof vorbis_memory - vorbis_used) return NULL;
    vorbis_used += size;
    vorbis_blocks++;
    return block;
}

static void vorbis_give_back(void *block) {
    if (block && --vorbis_blocks == 0) vorbis_used = 0;
}

#include <stdlib.h>
#define malloc vorbis_take
#define free vorbis_give_back
#define STB_VORBIS_NO_STDIO
#include "stb/stb_vorbis.c"
#undef malloc
#undef free

#define TSF_MALLOC take
#define TSF_REALLOC take_again
#define TSF_FREE give_back
#define TSF_NO_STDIO
#define TSF_IMPLEMENTATION
#include "tsf/tsf.h"

/* The file is read piece by piece from whoever called `load`. */

__attribute__((import_module("file"), import_name("read"))) int file_read(void *place, int size);

static struct { unsigned char bytes[PAGE]; int next, end; } window;

static int stream_read(void *unused, void *place, unsigned int size) {
    unsigned char *out = place;
    unsigned int left = size;
    (void)unused;
    while (left) {
        int ready = window.end - window.next, count;
        if (ready) {
            count = (unsigned int)ready < left ? ready : (int)left;
            memcpy(out, window.bytes + window.next, count);
            window.next += count;
        } else if (left >= PAGE) {
            if ((count = file_read(out, left)) <= 0) return 0;
        } else {
            window.next = 0;
            if ((window.end = file_read(window.bytes, PAGE)) <= 0) return window.end = 0;
            continue;
        }
        out += count;
        left -= count;
    }
    return size;
}

static int stream_skip(void *unused, unsigned int size) {
    unsigned char skipped[1024];
    (void)unused;
    for (; size > sizeof skipped; size -= sizeof skipped)
        if (!stream_read(NULL, skipped, sizeof skipped)) return 0;
    return !size || stream_read(NULL, skipped, size);
}

static tsf *font;
static float frames[2 * LARGEST_BLOCK];

/* Read the soundfont; 0: the file holds none, or there is too little memory for it. */
EXPORT(load) int load(int sample_rate, float gain_db, int voices) {
    struct tsf_stream stream = {NULL, stream_read, stream_skip};
    font = tsf_load(&stream);
    if (!font) return 0;
    tsf_set_output(font, TSF_STEREO_INTERLEAVED, sample_rate, gain_db);
    return tsf_set_max_voices(font, voices) && tsf_channel_set_pan(font, LAST_CHANNEL, 0.5f);
}

EXPORT(preset_count) int preset_count(void) { return tsf_get_presetcount(font); }
EXPORT(preset_bank) int preset_bank(int index) { return font->presets[index].bank; }
EXPORT(preset_program) int preset_program(int index) { return font->presets[index].preset; }
EXPORT(preset_name) const char *preset_name(int index) { return tsf_get_presetname(font, index); }

EXPORT(program_select) void program_select(int channel, int bank, int program) {
    tsf_channel_set_bank(font, channel, bank);
    tsf_channel_set_presetnumber(font, channel, program, 0);
}

EXPORT(control_change) void control_change(int channel, int controller, int value) {
    tsf_channel_midi_control(font, channel, controller, value);
}

EXPORT(note_on) void note_on(int channel, int key, int velocity) {
    tsf_channel_note_on(font, channel, key, (float)(velocity / 127.0));
}

EXPORT(note_off) void note_off(int channel, int key) { tsf_channel_note_off(font, channel, key); }

/* Return the next frames, left and right in turn, always at the same place. */
EXPORT(largest_block) int largest_block(void) { return LARGEST_BLOCK; }
EXPORT(render) float *render(int count) {
    tsf_render_float(font, frames, count, 0);
    return frames;
}
