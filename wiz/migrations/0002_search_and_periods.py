from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations


class Migration(migrations.Migration):
    """What the database needs for names that are misspelt and periods that may not overlap."""

    dependencies = [("wiz", "0001_initial")]

    operations = [TrigramExtension(), UnaccentExtension(), BtreeGistExtension()]
