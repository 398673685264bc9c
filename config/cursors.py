"""The cursor of every connection: the database itself binds and prepares what is read."""

from typing import Any

import psycopg

READS = ("SELECT ", "(SELECT ")
# Who is at work is told to the history in front of what is written, in one message: two statements, never prepared.
TELLS = "SELECT set_config("


class Cursor(psycopg.Cursor[Any]):
    """Sends what is read apart from its parameters, so that PostgreSQL keeps its plan; the rest as one text.

    A page asks the same things all day, and planning them took longer than answering. What is written stays as
    Django has it: pghistory and pgtrigger put a statement before it, and only a plain text may hold two.
    """

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        reads = isinstance(query, str) and query.startswith(READS) and not query.startswith(TELLS)
        if params is None or not reads:
            if params is not None:
                query = psycopg.ClientCursor(self.connection).mogrify(query, params)
            return super().execute(query, prepare=False)
        return super().execute(query, params, **options)
