"""The queue: one task module per app, the schedule in `settings.CELERY_BEAT_SCHEDULE`."""

import logging.config
import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("wiz", task_cls="wiz.trust.who:WhoTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def log_as_the_others(**_options: Any) -> None:
    """Keep the worker and beat from setting up lines of their own."""
    logging.config.dictConfig(settings.LOGGING)
