"""Part of `make check`: every compiled catalogue (.mo) says what its source (.po) says.

Compared by content, for git keeps no times and msgfmt's versions differ in detail. Needs gettext.
"""

import gettext
import subprocess
import sys
import tempfile
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent


def catalogue(file: Path) -> dict[object, object]:
    """Return the sentences of a compiled catalogue, without its header (the empty sentence)."""
    with file.open("rb") as opened:
        sentences = gettext.GNUTranslations(opened)._catalog  # type: ignore[attr-defined]
    return {key: value for key, value in sentences.items() if key != ""}


def main() -> int:
    stale = []
    for source in sorted(BASE_DIR.glob("locale/*/LC_MESSAGES/*.po")):
        with tempfile.TemporaryDirectory() as folder:
            fresh = Path(folder) / "fresh.mo"
            subprocess.run(["msgfmt", "--check", "--output-file", fresh, source], check=True)
            compiled = source.with_suffix(".mo")
            if not compiled.exists() or catalogue(compiled) != catalogue(fresh):
                stale.append(str(source.relative_to(BASE_DIR)))
    if stale:
        print(f"Not compiled since they changed: {', '.join(stale)}. Run `make messages`.")
    return int(bool(stale))


if __name__ == "__main__":
    sys.exit(main())
