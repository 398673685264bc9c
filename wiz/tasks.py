"""What the queue runs for the office."""

from celery import shared_task

from wiz.files.actions import remove_orphans
from wiz.flags.actions import sweep
from wiz.people.actions import remove_ended_sessions
from wiz.terms import now


@shared_task(name="wiz.sweep")
def sweep_flags() -> None:
    sweep(at=now())


@shared_task(name="wiz.remove_orphans")
def remove_orphaned_files() -> None:
    remove_orphans(at=now())


@shared_task(name="wiz.remove_sessions")
def remove_sessions() -> None:
    remove_ended_sessions()
