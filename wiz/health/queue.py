"""What is logged of the queue's work."""

import time
from typing import Any

import structlog
from celery import Task

logger = structlog.stdlib.get_logger("wiz.task")


class LoggedTask(Task):
    """Every task: one line with its name, id, how long it took and how it ended; the id on each line inside it."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        begun = time.perf_counter()
        ended: dict[str, str] = {"outcome": "failed"}
        with structlog.contextvars.bound_contextvars(task=self.name, task_id=self.request.id):
            try:
                result = self.run(*args, **kwargs)
                ended = {"outcome": "done"}
                return result
            except BaseException as error:
                ended["error"] = type(error).__qualname__
                raise
            finally:
                logger.info("task", **ended, ms=round((time.perf_counter() - begun) * 1000))
