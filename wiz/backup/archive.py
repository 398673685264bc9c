"""The one file of a backup: a tar, which `tar`, `pg_restore` and `sha256sum -c` read without this program.

    database.dump    pg_dump's custom format
    files/…          the uploaded files, under the names the database knows them by
    manifest.json    what is in it, see `wiz/backup/manifest.py`
    SHA256SUMS       of all that comes before it; the last one, so what was cut off has none

Written and read in pieces: a large backup takes no more memory than a small one.
"""

import contextlib
import hashlib
import itertools
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from wiz.backup import BackupError

DUMP, FILES, MANIFEST, SUMS = "database.dump", "files/", "manifest.json", "SHA256SUMS"
PIECE = 1024 * 1024
# A list of migrations and of tables takes some kilobytes.
LARGEST_MANIFEST = 8 * PIECE


class Writer:
    """Writes a backup to an open file that can be wound back, and the sums of what it wrote to another."""

    def __init__(self, out: IO[bytes], sums: IO[bytes], mtime: int) -> None:
        self.out = out
        self.sums = sums
        self.mtime = mtime

    def add(self, name: str, source: IO[bytes]) -> tuple[int, str]:
        """Copy all of a stream under a name; return how many bytes it had and their SHA-256."""
        start = self.out.tell()
        # How long it is shows at its end only: until then there are zeros, which no reader takes for a name.
        self.out.write(bytes(tarfile.BLOCKSIZE))
        digest, size = hashlib.sha256(), 0
        while piece := source.read(PIECE):
            self.out.write(piece)
            digest.update(piece)
            size += len(piece)
        self.out.write(bytes(-size % tarfile.BLOCKSIZE))
        end = self.out.tell()
        self.out.seek(start)
        self.out.write(self._header(name, size))
        self.out.seek(end)
        self.sums.write(f"{digest.hexdigest()}  {name}\n".encode())
        return size, digest.hexdigest()

    def _header(self, name: str, size: int) -> bytes:
        info = tarfile.TarInfo(name)
        info.size, info.mtime, info.mode = size, self.mtime, 0o600
        header = info.tobuf(tarfile.GNU_FORMAT)
        if len(header) != tarfile.BLOCKSIZE:
            raise BackupError(f"The name {name} is too long for a backup.")
        return header


@contextlib.contextmanager
def writing(out: IO[bytes], *, mtime: int) -> Iterator[Writer]:
    """Give what writes a backup to an open file; at the end of the block come the sums and the archive's end."""
    with tempfile.TemporaryFile() as sums, tempfile.TemporaryFile() as unsummed:
        writer = Writer(out, sums, mtime)
        yield writer
        sums.seek(0)
        writer.sums = unsummed
        writer.add(SUMS, sums)
        out.write(bytes(2 * tarfile.BLOCKSIZE))


def members(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Yield each name in a backup with its content, in the order in which they were written."""
    with in_words(path), tarfile.open(path, "r:") as tar:
        while (member := tar.next()) is not None:
            # A link has the content of another; a sparse one of a few bytes here would fill any disk.
            plain = member.isreg() and not member.issparse()
            content = tar.extractfile(member) if plain else None
            if content is None:
                raise BackupError(f"{path} is not a backup, or it is damaged: {member.name} is no file.")
            yield member.name, content
            # It would remember every member.
            tar.members = []  # type: ignore[attr-defined]


@contextlib.contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Say what is wrong with a backup in a sentence; around all that reads its members' content."""
    try:
        yield
    except tarfile.TarError as error:
        raise BackupError(f"{path} is not a backup, or it is damaged: {error}.") from error
    except OSError as error:
        raise BackupError(f"{path} cannot be read: {error.strerror or error}.") from error


def check(path: Path) -> bytes:
    """Read a whole backup, compare every sum, and return its manifest. Refuses one that is not as it was written."""
    manifest, complete = b"", False
    with in_words(path), tempfile.TemporaryFile() as found:
        for name, content in members(path):
            if complete:
                raise BackupError(f"{path} is damaged: {name} stands after its end.")
            if name == SUMS:
                found.seek(0)
                _compare(path, found, content)
                complete = True
                continue
            digest = hashlib.sha256()
            while piece := content.read(PIECE):
                digest.update(piece)
                if name == MANIFEST:
                    manifest += piece
                    if len(manifest) > LARGEST_MANIFEST:
                        raise BackupError(
                            f"{path} is not a backup, or it is damaged: its {name} is too long."
                        )
            found.write(f"{digest.hexdigest()}  {name}\n".encode())
    if not complete or not manifest:
        raise BackupError(f"{path} is not complete: it was cut off, or is no backup.")
    return manifest


def _compare(path: Path, found: IO[bytes], written: IO[bytes]) -> None:
    for ours, theirs in itertools.zip_longest(found, written, fillvalue=b""):
        if ours != theirs:
            name = (ours or theirs).decode(errors="replace").strip().partition("  ")[2]
            raise BackupError(f"{path} is damaged: {name} is not what was written.")
