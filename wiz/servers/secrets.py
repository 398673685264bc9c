"""Random secrets for a trial, kept in the data folder. Production gives its own by the environment."""

import contextlib
import os
import secrets
from pathlib import Path

from wiz.servers.folders import private_folder


def secret(data_dir: Path, name: str) -> str:
    """Return the secret `name` of this data folder, made at the first call and the same ever after.

    Safe when several processes ask first at the same moment: all get the same text. The file is readable
    by its owner only (0600). Raises OSError when the folder cannot be written or the file not be read.
    """
    folder = private_folder(private_folder(data_dir) / "secrets")
    file = folder / name
    if not file.exists():
        fresh = folder / f".{name}.{os.getpid()}.{secrets.token_hex(4)}"
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as out:
            out.write(secrets.token_urlsafe(48))
            out.flush()
            os.fsync(out.fileno())
        # A link fails when the name exists: whoever is first wins, and nobody sees half a file.
        with contextlib.suppress(FileExistsError):
            os.link(fresh, file)
        fresh.unlink()
    return file.read_text().strip()
