"""Removing whole client files that were kept long enough."""


class RetentionError(Exception):
    """A file stays; says why to whoever runs the command."""
