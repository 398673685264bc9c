"""A picture of a screen in a third of its bytes: with the 256 colours it has most of, as PNG knows them."""

import collections
import struct
import zlib
from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
PIXEL = 3  # bytes: red, green, blue


def smaller(png: bytes) -> bytes:
    """Return a PNG of eight-bit RGB, as Chromium makes it, with a palette. A colour outside it becomes its nearest."""
    chunks = list(_chunks(png))
    head = dict(chunks)[b"IHDR"]
    width, height, depth, kind = struct.unpack(">IIBB", head[:10])
    if (depth, kind) != (8, 2):
        raise ValueError(f"not eight-bit RGB: {depth}, {kind}")
    packed = zlib.decompress(b"".join(body for name, body in chunks if name == b"IDAT"))
    rows = [
        [row[at : at + PIXEL] for at in range(0, len(row), PIXEL)] for row in _rows(packed, width * PIXEL)
    ]
    counted = collections.Counter(colour for row in rows for colour in row)
    palette = [colour for colour, _times in counted.most_common(256)]
    number = {
        colour: min(range(len(palette)), key=lambda place, colour=colour: _distance(colour, palette[place]))
        for colour in counted
    }
    plain = b"".join(b"\0" + bytes(number[colour] for colour in row) for row in rows)
    made = {
        b"IHDR": struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0),
        b"PLTE": b"".join(palette),
        b"IDAT": zlib.compress(plain, 9),
        b"IEND": b"",
    }
    return SIGNATURE + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in made.items()
    )


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        at += size + 12


def _rows(packed: bytes, width: int) -> Iterator[bytes]:
    """Undo what PNG does to a row: each byte is the difference with one to the left, above, or between."""
    above = bytes(width)
    for start in range(0, len(packed), width + 1):
        how, row = packed[start], bytearray(packed[start + 1 : start + 1 + width])
        for i in range(width):
            left, corner = (row[i - PIXEL], above[i - PIXEL]) if i >= PIXEL else (0, 0)
            if how == 1:
                row[i] = (row[i] + left) & 255
            elif how == 2:
                row[i] = (row[i] + above[i]) & 255
            elif how == 3:
                row[i] = (row[i] + (left + above[i]) // 2) & 255
            elif how == 4:
                row[i] = (row[i] + _paeth(left, above[i], corner)) & 255
        above = bytes(row)
        yield above


def _paeth(left: int, above: int, corner: int) -> int:
    """Of three neighbours the one nearest to left + above - corner (PNG, 9.4)."""
    guess = left + above - corner
    return min((left, above, corner), key=lambda value: abs(guess - value))


def _distance(one: bytes, other: bytes) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))
