"""Names as they are searched and as they are filed. Both are made by the database itself, so that no way of writing a
name can leave them behind, and compared byte by byte: the order is the same on every server, whatever its locale.

People stand where a Dutch list has them: by surname without its prefix (Van der Berg under B, El Idrissi under I), then
by prefix, then by first name; without regard to capitals and accents. A prefix typed into the surname is passed over
too. IJ is an i and a j, as in dictionaries and spreadsheets, not the y of the old telephone directories: an exported
list keeps its order, and search finds Bruyn for Bruijn.
"""

from django.db.models import Func, GeneratedField, TextField


class Plain(Func):
    """A text as it is searched: no accents, no capitals, no apostrophes, other punctuation as spaces.

    The database's own function (migration `find_clients`), for the column and for what is typed alike.
    """

    function = "wiz_plain"
    output_field = TextField()


class Alphabetical(Plain):
    """The same to sort by: names of bureaus, teams and the like, as they are written."""

    template = '%(function)s(%(expressions)s) COLLATE "C"'


class Filed(Func):
    """The key by which a person is sorted; takes a surname, its prefix and a first name."""

    function = "wiz_filed"
    output_field = TextField(db_collation="C")


class FiledWhole(Func):
    """The same for a name that stands in one column, first name first: the surname begins at its prefix."""

    function = "wiz_filed_whole"
    output_field = TextField(db_collation="C")


def sort_key(expression: Func) -> GeneratedField:
    """Return the column that holds a key, from a migration on."""
    return GeneratedField(expression=expression, output_field=TextField(db_collation="C"), db_persist=True)
