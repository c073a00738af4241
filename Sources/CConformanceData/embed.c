#include "CConformanceData.h"

// #embed is C23; clang has it since version 19 and calls it an extension before that standard.
// Without it, `xxd -i golden-onnx.safetensors` writes the same array as text.
#if !defined(__has_embed)
#error "this compiler has no #embed: clang 19 (Swift 6.2) or newer is needed"
#endif
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char onnx[] = {
#embed "golden-onnx.safetensors"
};

static const unsigned char torch[] = {
#embed "golden-torch.safetensors"
};

const unsigned char *golden_onnx_bytes(void) { return onnx; }
size_t golden_onnx_count(void) { return sizeof onnx; }

const unsigned char *golden_torch_bytes(void) { return torch; }
size_t golden_torch_count(void) { return sizeof torch; }
