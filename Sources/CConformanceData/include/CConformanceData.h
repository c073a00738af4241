#ifndef CCONFORMANCEDATA_H
#define CCONFORMANCEDATA_H

#include <stddef.h>

// Files of golden vectors, embedded: each a pointer to constant bytes and their number.

const unsigned char *golden_onnx_bytes(void);
size_t golden_onnx_count(void);

const unsigned char *golden_torch_bytes(void);
size_t golden_torch_count(void);

#endif
