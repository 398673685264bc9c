"""All that an installation keeps, in one file, and back again: `manage.py backup` and `manage.py restore`."""


class BackupError(Exception):
    """It cannot be done. The text is one sentence for the person at the terminal."""
