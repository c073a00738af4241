#!/usr/bin/env python3
"""Have `lenet predict` read handwriting that nobody here has seen: typefaces made from people's hands.

    sudo apt-get install fonts-breip fonts-bwht fonts-dkg-handwriting fonts-humor-sans fonts-kiloji fonts-klee \\
        fonts-kristi fonts-rufscript fonts-seto fonts-sjfonts fonts-yusei-magic
    swift build -c release
    python3 Scripts/read-fonts.py               # needs Pillow

Each of the ten digits of 17 typefaces, black on white, at sizes from 16x16 to 400x400 pixels. `--keep DIR`
keeps the pictures.
"""
import argparse
import os
import tempfile

from reading import print_result, read_digits

ROOT = "/usr/share/fonts"
FONTS = [
    "opentype/bwht/BecauseWeBuild-Regular.otf", "opentype/bwht/BecauseWeConnect-Regular.otf",
    "opentype/bwht/BecauseWeCreate-Regular.otf", "opentype/bwht/BecauseWeLearn-Regular.otf",
    "opentype/bwht/BecauseWeMentor-Regular.otf", "opentype/bwht/BecauseWeOrganize-Regular.otf",
    "truetype/breip/Breip.ttf", "truetype/fifthhorseman/dkg.ttf", "truetype/humor-sans/Humor-Sans.ttf",
    "truetype/kiloji/kiloji.ttf", "truetype/klee/KleeOne-Regular.ttf", "truetype/kristi/Kristi.ttf",
    "truetype/rufscript/Rufscript010.ttf", "truetype/seto/setofont.ttf", "truetype/sjfonts/Delphine.ttf",
    "truetype/sjfonts/SteveHand.ttf", "truetype/yusei-magic/YuseiMagic-Regular.ttf",
]
SIZES = [16, 20, 28, 64, 150, 400]


def glyph(font, digit):
    """A digit, black on white, without a margin."""
    from PIL import Image, ImageDraw, ImageOps

    left, top, right, bottom = font.getbbox(digit)
    picture = Image.new("L", (right - left + 20, bottom - top + 20), 255)
    ImageDraw.Draw(picture).text((10 - left, 10 - top), digit, font=font, fill=0)
    return picture.crop(ImageOps.invert(picture).getbbox())


def framed(digit, size):
    """The digit in the middle of a square, three quarters as high or wide as it."""
    from PIL import Image

    scale = 0.75 * size / max(digit.size)
    extent = [max(1, round(side * scale)) for side in digit.size]
    square = Image.new("L", (size, size), 255)
    square.paste(digit.resize(extent, Image.LANCZOS), [(size - side) // 2 for side in extent])
    return square


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lenet", default=".build/release/lenet")
    parser.add_argument("--keep", metavar="DIR", help="keep the pictures in this folder")
    options = parser.parse_args()
    from PIL import ImageFont

    missing = [name for name in FONTS if not os.path.exists(os.path.join(ROOT, name))]
    if missing:
        raise SystemExit(f"not installed: {', '.join(missing)}; the packages are named above, see --help")
    digits = []
    for name in FONTS:
        stem = os.path.splitext(os.path.basename(name))[0]
        font = ImageFont.truetype(os.path.join(ROOT, name), 400)
        digits += [(stem, digit, glyph(font, digit)) for digit in "0123456789"]
    labels = [int(digit) for _, digit, _ in digits]
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or temporary
        os.makedirs(folder, exist_ok=True)
        for size in SIZES:
            files = [os.path.join(folder, f"{stem}-{size}-{digit}.png") for stem, digit, _ in digits]
            for file, (_, _, picture) in zip(files, digits):
                framed(picture, size).save(file)
            answers = read_digits(options.lenet, files)
            print(f"{size}x{size}: ", end="")
            print_result(labels, answers)


if __name__ == "__main__":
    main()
