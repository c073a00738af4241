"""What both comparisons with PyTorch need."""
import gzip
import os

# With the C library's usual settings PyTorch's large arrays go back to the system after each step, and whether they do is
# a matter of luck: the same code then trains at half the speed in one process and not in another. With these, for the
# environment of its process, memory is kept, so that PyTorch is measured at its best.
KEEPING_MEMORY = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": str(1 << 40), "MALLOC_TOP_PAD_": str(1 << 26)}


def read_idx(folder, name):
    import numpy as np

    path = os.path.join(folder, name)
    raw = gzip.open(path + ".gz").read() if os.path.exists(path + ".gz") else open(path, "rb").read()
    shape = [int.from_bytes(raw[4 + 4 * i : 8 + 4 * i], "big") for i in range(raw[3])]
    return np.frombuffer(raw, np.uint8, offset=4 + 4 * len(shape)).reshape(shape)
