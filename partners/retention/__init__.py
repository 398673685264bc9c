"""Removing whole client files that were kept long enough."""
