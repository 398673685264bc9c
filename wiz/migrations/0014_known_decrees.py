"""The days of the two decrees that were known when WIZ came to be."""

import datetime

from django.db import migrations
from django.utils import timezone

DECREES = {
    "Besluit gelijkstelling 2023–2025": [
        (2023, 4, 28),
        (2023, 5, 19),
        (2024, 5, 10),
        (2024, 12, 27),
        (2025, 5, 30),
    ],
    "Besluit gelijkstelling 2026–2028": [
        (2026, 1, 2),
        (2026, 5, 15),
        (2027, 5, 7),
        (2028, 4, 28),
        (2028, 5, 26),
    ],
}


def fill(apps, schema_editor):
    ExtraHoliday = apps.get_model("wiz", "ExtraHoliday")
    ExtraHoliday.objects.bulk_create(
        ExtraHoliday(day=datetime.date(*day), reason=reason, made_at=timezone.now())
        for reason, days in DECREES.items()
        for day in days
    )


class Migration(migrations.Migration):
    dependencies = [("wiz", "0013_extra_holidays")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
