"""The queue: one task module per app, the schedule in `settings.CELERY_BEAT_SCHEDULE`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("wiz")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
