"""What a logo is, from its bytes: a picture that can stand on a letter, and is no more than that."""

import io
from collections.abc import Iterator

import typst
from django.core.files.base import File
from django.utils.translation import gettext as _

from wiz.actions import Refused
from wiz.files.checks import check_upload

MOST_BYTES = 200 * 1024
# A small file can hold a picture that no memory holds.
MOST_PIXELS = 4000
# The frames of a JPEG that say how large it is; C4, C8 and CC are none.
JPEG_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
ALONE = b'#set document(title: "x")\n#image(bytes(json(bytes(sys.inputs.logo))), width: 1cm, alt: "x")'


def check_logo(upload: "File[bytes]") -> None:
    """Refuse what is no PNG or JPEG, too large, or cannot be printed. SVG is refused: it can hold anything."""
    if (upload.size or 0) > MOST_BYTES:
        raise Refused(_("This logo is larger than 200 kB. Make it smaller."), field="new_logo")
    name = (upload.name or "").lower()
    if not name.endswith((".png", ".jpg", ".jpeg")):
        raise Refused(_("A logo is a PNG or JPEG file."), field="new_logo")
    try:
        check_upload(name, upload.size or 0, upload, MOST_BYTES)  # type: ignore[arg-type]
    except Refused as error:
        raise Refused(error.sentence, field="new_logo") from error
    upload.seek(0)
    content = upload.read()
    upload.seek(0)
    width, height = size_of(content)
    if not (0 < width <= MOST_PIXELS and 0 < height <= MOST_PIXELS):
        raise Refused(
            _("This logo cannot be read, or is more than 4000 pixels wide or high."), field="new_logo"
        )
    try:
        typst.compile(ALONE, format="pdf", sys_inputs={"logo": str(list(content))}, ignore_system_fonts=True)
    except typst.TypstError as error:
        raise Refused(
            _("This logo cannot be printed. Save it again as PNG and try once more."), field="new_logo"
        ) from error


def size_of(content: bytes) -> tuple[int, int]:
    """Return width and height of a PNG or JPEG in pixels, as its head says; (0, 0) when it says nothing."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR" and len(content) >= 24:
        return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
    if content.startswith(b"\xff\xd8"):
        for marker, segment in _segments(content):
            if marker in JPEG_FRAMES and len(segment) >= 5:
                return int.from_bytes(segment[3:5], "big"), int.from_bytes(segment[1:3], "big")
    return 0, 0


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Give the marked parts of a JPEG up to the picture itself."""
    source = io.BytesIO(content[2:])
    while (head := source.read(4)) and len(head) == 4 and head[0] == 0xFF and head[1] != 0xDA:
        yield head[1], source.read(max(0, int.from_bytes(head[2:4], "big") - 2))
