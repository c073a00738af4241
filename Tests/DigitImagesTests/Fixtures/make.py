"""Makes the picture files beside this script. Needs Python 3 and Pillow.

All show the same dark 7 on white, 48 pixels wide and 64 high, in different encodings; the PNG files
are put together here by hand, because Pillow writes only some of the kinds.
"""

import io
import pathlib
import struct
import zlib

from PIL import Image, ImageDraw

HERE = pathlib.Path(__file__).parent
WIDTH, HEIGHT = 48, 64
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def seven():
    """The 7, drawn four times as large and reduced, so that its edges are grey."""
    large = Image.new("L", (4 * WIDTH, 4 * HEIGHT), 255)
    ImageDraw.Draw(large).line([(40, 48), (150, 48), (80, 210)], fill=0, width=24, joint="curve")
    return large.resize((WIDTH, HEIGHT), Image.BOX)


def chunk(kind, content):
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


def pack(samples, depth):
    """One row of samples as bytes, the first sample in the highest bits."""
    if depth == 16:
        return b"".join(struct.pack(">H", sample) for sample in samples)
    bits = "".join(format(sample, f"0{depth}b") for sample in samples)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[at:at + 8], 2) for at in range(0, len(bits), 8))


def png(name, size, pixel, depth, color_type, interlaced=False, extra=b""):
    """Writes a PNG file; `pixel(x, y)` gives a tuple of samples."""
    width, height = size
    passes = ADAM7 if interlaced else [(0, 0, 1, 1)]
    rows = b""
    for left, top, step_x, step_y in passes:
        for y in range(top, height, step_y):
            samples = [sample for x in range(left, width, step_x) for sample in pixel(x, y)]
            if samples:
                rows += b"\0" + pack(samples, depth)
    header = struct.pack(">IIBBBBB", width, height, depth, color_type, 0, 0, int(interlaced))
    content = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra
    content += chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")
    (HERE / name).write_bytes(content)


def jpeg(image, **options):
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=95, **options)
    return buffer.getvalue()


def without_adobe(content):
    """A JPEG file without its APP14 segment."""
    at = content.index(b"\xff\xee")
    length = struct.unpack(">H", content[at + 2:at + 4])[0]
    return content[:at] + content[at + 2 + length:]


def exif(orientation):
    """An Exif segment with the orientation alone; the byte order alternates."""
    order, mark = ("<", b"II") if orientation % 2 else (">", b"MM")
    tiff = mark + struct.pack(order + "HIH", 42, 8, 1)
    tiff += struct.pack(order + "HHIHHI", 0x0112, 3, 1, orientation, 0, 0)
    return b"Exif\0\0" + tiff


def main():
    image = seven()
    size = image.size
    gray = lambda x, y: image.getpixel((x, y))

    png("gray8.png", size, lambda x, y: (gray(x, y),), 8, 0)
    png("gray8-interlaced.png", size, lambda x, y: (gray(x, y),), 8, 0, interlaced=True)
    png("gray16.png", size, lambda x, y: (257 * gray(x, y),), 16, 0)
    png("gray16-interlaced.png", size, lambda x, y: (257 * gray(x, y),), 16, 0, interlaced=True)
    png("gray-alpha8.png", size, lambda x, y: (0, 255 - gray(x, y)), 8, 4)
    png("rgb8.png", size, lambda x, y: (gray(x, y),) * 3, 8, 2)
    png("rgb16.png", size, lambda x, y: (257 * gray(x, y),) * 3, 16, 2)
    png("rgba8.png", size, lambda x, y: (0, 0, 0, 255 - gray(x, y)), 8, 6)
    palette = b"".join(bytes([level] * 3) for level in range(256))
    png("palette8.png", size, lambda x, y: (gray(x, y),), 8, 3, extra=chunk(b"PLTE", palette))
    black = chunk(b"PLTE", bytes(3 * 256)) + chunk(b"tRNS", bytes(255 - i for i in range(256)))
    png("palette8-transparent.png", size, lambda x, y: (gray(x, y),), 8, 3, extra=black)
    png("gray1.png", size, lambda x, y: (gray(x, y) >> 7,), 1, 0)
    paper = chunk(b"PLTE", bytes([0, 0, 0, 255, 255, 255]))
    png("palette1.png", size, lambda x, y: (gray(x, y) >> 7,), 1, 3, extra=paper)
    colors = [(255, 0, 0, 255), (0, 255, 0, 255), (0, 0, 255, 255), (0, 0, 0, 128), (9, 9, 9, 0)]
    png("colors.png", (5, 1), lambda x, y: colors[x], 8, 6)

    files = {
        "gray.jpg": jpeg(image),
        "ycbcr.jpg": jpeg(image.convert("RGB")),
        "progressive.jpg": jpeg(image.convert("RGB"), progressive=True),
        "cmyk-adobe.jpg": jpeg(image.convert("RGB").convert("CMYK")),
    }
    negative = Image.eval(image.convert("RGB").convert("CMYK"), lambda level: 255 - level)
    files["cmyk-plain.jpg"] = without_adobe(jpeg(negative))
    # How the stored pixels come about from the upright ones: the reverse of each orientation.
    stored = {
        1: None, 2: Image.FLIP_LEFT_RIGHT, 3: Image.ROTATE_180, 4: Image.FLIP_TOP_BOTTOM,
        5: Image.TRANSPOSE, 6: Image.ROTATE_90, 7: Image.TRANSVERSE, 8: Image.ROTATE_270,
    }
    for orientation, how in stored.items():
        turned = image if how is None else image.transpose(how)
        files[f"orientation{orientation}.jpg"] = jpeg(turned, exif=exif(orientation))
    for name, content in files.items():
        (HERE / name).write_bytes(content)


main()
