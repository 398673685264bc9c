"""The office: people, clients, flags, the case file. Knows no other app."""

__version__ = "0.1.0"
