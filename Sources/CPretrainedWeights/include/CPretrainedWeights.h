#ifndef CPRETRAINEDWEIGHTS_H
#define CPRETRAINEDWEIGHTS_H

#include <stddef.h>

// The trained weights of LeNet-5, embedded: a safetensors file as constant bytes, and their number.

const unsigned char *pretrained_lenet5_bytes(void);
size_t pretrained_lenet5_count(void);

#endif
