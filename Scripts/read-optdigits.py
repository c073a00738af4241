#!/usr/bin/env python3
"""Have `lenet predict` read handwriting that nobody here has seen: the digits that come with scikit-learn.

    swift build -c release
    python3 Scripts/read-optdigits.py            # needs scikit-learn, Pillow

These are the 1,797 test digits of E. Alpaydin and C. Kaynak, "Optical Recognition of Handwritten Digits" (UCI, 1998),
written by 13 people and kept at 8x8 pixels with 17 levels. Each is enlarged to 64x64 pixels on white paper. At so low a
resolution people do not read all of them either.
"""
import argparse
import os
import tempfile

from reading import print_result, read_digits


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lenet", default=".build/release/lenet")
    options = parser.parse_args()
    from PIL import Image
    from sklearn.datasets import load_digits

    digits = load_digits()
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number, (levels, label) in enumerate(zip(digits.images, digits.target)):
            picture = Image.new("L", (12, 12), 255)
            small = Image.new("L", (8, 8))
            small.putdata([int(255 - level / 16 * 255) for row in levels for level in row])
            picture.paste(small, (2, 2))
            files.append(os.path.join(folder, f"{number:04}.png"))
            picture.resize((96, 96), Image.BICUBIC).save(files[-1])
        answers = read_digits(options.lenet, files)
    print_result(digits.target, answers)


if __name__ == "__main__":
    main()
