"""Locks on what is not one row, by number; the database has one list of these numbers, and here it is."""

from django.db import connection

SWEEP_LOCK = 0x57495A  # the flags: shared by every action, whole by the sweep that is about to write
NUMBER_LOCK = 0x57495B  # the next client number
IMPORT_LOCK = 0x57495C  # an import of clients
DAYS_LOCK = 4_150_315  # the days a decree adds: each administrator computes with the other's day
# The stored files: shared by who needs them all to stay, whole by who removes some.
FILES_LOCK = 1_179_208_773


def lock(number: int, *, shared: bool = False) -> None:
    """Wait until nobody else has it, or until all who have it share it; keep it to the end of the transaction."""
    function = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [number])


def try_lock(number: int) -> bool:
    """Take it to the end of the transaction unless somebody has it; say whether that went well."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        return bool(cursor.fetchone()[0])
