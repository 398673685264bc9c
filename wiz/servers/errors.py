"""The one exception of this package."""


class ServersError(Exception):
    """The servers cannot be used. The text is one sentence for the person at the terminal."""
