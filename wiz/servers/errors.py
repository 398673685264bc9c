"""What the servers refuse with."""

import errno


class ServersError(Exception):
    """A sentence for the person at the terminal."""


def as_sentence(error: OSError) -> str:
    """Return in one line what the machine refused."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "The disk is full. Make room and start again; what was saved is kept."
    return f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}."
