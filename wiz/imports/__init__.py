"""Clients from a file of another system."""
