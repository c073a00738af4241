#include "CPretrainedWeights.h"

// #embed is C23; clang has it since version 19 and calls it an extension before that standard.
#if !defined(__has_embed)
#error "this compiler has no #embed: clang 19 (Swift 6.2) or newer is needed"
#endif
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char lenet5[] = {
#embed "lenet5.safetensors"
};

const unsigned char *pretrained_lenet5_bytes(void) { return lenet5; }
size_t pretrained_lenet5_count(void) { return sizeof lenet5; }
