"""Conditions Django has not, or writes otherwise."""

from typing import Any

from django.db.models import Lookup


class AnyOf(Lookup):
    """A column is one of a list, which is one parameter: the query is the same for any number."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, params = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", (*params, self.rhs)


class Like(Lookup):
    """LIKE as the database has it, with % and _ for what is not known."""

    lookup_name = "like"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, params = self.process_lhs(compiler, connection)
        return f"{left} LIKE %s", (*params, self.rhs)
