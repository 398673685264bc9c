"""What is logged, and what never is: names, citizen service numbers, the addresses of pages, values.

One line an event: a JSON object in production, words in the trial (WIZ_LOG). Libraries write along through the
standard `logging`; from those that put addresses or values in their lines only the constant part is taken. Of an
exception the places in the code are written, and its own words only where no row of the database can be in them.
"""

import logging
import os
import re
import sys
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any

import structlog
from django.core.exceptions import ImproperlyConfigured, ObjectDoesNotExist
from django.db import InterfaceError, OperationalError
from kombu.exceptions import OperationalError as BrokerError
from structlog.typing import EventDict, WrappedLogger

FORMATS = ("json", "text")
# Their messages name files, hosts, modules and attributes. "Key (last_name)=(…) already exists" is not among them,
# nor what Python says of a text that is no number.
MAY_SPEAK = (
    AttributeError,
    BrokerError,
    ImportError,
    ImproperlyConfigured,
    InterfaceError,
    NameError,
    ObjectDoesNotExist,
    OperationalError,
    OSError,
)
# Loggers whose lines are filled in with paths, statements and arguments.
CONSTANT_PART_ONLY = ("allauth", "celery.app.trace", "django")
logger = structlog.stdlib.get_logger("wiz")


def from_environment() -> dict[str, Any]:
    """Return `configuration` as the environment wants it: before the settings are read, too."""
    production = os.environ.get("WIZ_ENV") == "production"
    style = os.environ.get("WIZ_LOG") or ("json" if production else "text")
    return configuration(style, os.environ.get("LOG_LEVEL") or "INFO")


def configuration(style: str, level: str) -> dict[str, Any]:
    """Return Django's LOGGING, and set structlog up alike. Refuses a style that is not json or text."""
    if style not in FORMATS:
        raise ImproperlyConfigured(f"WIZ_LOG is {style}; it must be json or text.")
    common: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        exception_without_values,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *common,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    if style == "json":
        sys.excepthook = log_uncaught
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"exceptions": {"()": lambda: lambda record: bool(record.exc_info)}},
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": [constant_part, *common],
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_written(style)],
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # Without Django's own handlers, one of which mails tracebacks. What it says of a page that is not there
            # stands on the request's line already.
            "django": {"handlers": [], "propagate": True},
            "django.request": {"level": "ERROR", "filters": ["exceptions"]},
            "django.server": {"handlers": [], "propagate": True, "level": "ERROR"},
            # gunicorn gives its loggers handlers of their own; and each request has its line from us.
            "gunicorn.error": {"handlers": ["console"], "propagate": False, "level": level},
            "gunicorn.access": {"handlers": [], "propagate": False, "level": "CRITICAL"},
            # So has each task.
            "celery.app.trace": {"level": "ERROR"},
            "celery.worker.strategy": {"level": "WARNING"},
        },
    }


def _written(style: str) -> list[structlog.typing.Processor]:
    if style == "json":
        return [in_order, structlog.processors.JSONRenderer(default=lambda value: type(value).__name__)]
    return [
        structlog.dev.ConsoleRenderer(
            colors=False,
            pad_event_to=0,
            pad_level=False,
            timestamp_key="time",
            exception_formatter=structlog.dev.plain_traceback,
        )
    ]


def in_order(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    first = ("time", "level", "logger", "event", "request_id")
    return {**{name: event[name] for name in first if name in event}, **event}


def constant_part(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Take from a library's line what cannot hold a path or a value."""
    record: logging.LogRecord = event["_record"]
    if not isinstance(record.msg, str):
        event["event"] = described(record.msg) if isinstance(record.msg, BaseException) else "..."
    elif record.name == "django.request":
        event["event"] = "Page failed"
    elif record.name.startswith("django.security"):
        event["event"] = "Refused"  # what it was is in the logger's name
        event.pop("exc_info", None)
    elif record.name.startswith(CONSTANT_PART_ONLY):
        event["event"] = re.sub(r"%(\(\w+\))?[a-z]", "...", record.msg)
    elif record.name == "gunicorn.error" and record.levelno != logging.INFO:
        # "Invalid request from …: …" quotes what came; its other warnings have arguments. With LOG_LEVEL=DEBUG it
        # says each address, also that of a link to a new password.
        event["event"] = re.sub(
            r"%[a-z]", "...", re.sub(r"(Invalid request).*", r"\1", record.msg, flags=re.DOTALL)
        )
    return event


def exception_without_values(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Write where an exception came from, and never the values it came from."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    error = info if isinstance(info, BaseException) else info[1] if info else None
    if error is not None:
        event["exception"] = "\n".join(traceback_without_values(error))
    return event


def traceback_without_values(error: BaseException) -> Iterator[str]:
    """Yield the lines of a traceback, what led to it first; of the values only what `described` lets through."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from traceback_without_values(before)
        yield "which led to:"
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"{frame.filename}:{frame.lineno} in {frame.name}"
    yield described(error)


def described(error: BaseException) -> str:
    """Return an exception's name, with its own words when no row of the database can be in them."""
    name = type(error).__qualname__
    if isinstance(error, OSError) and error.filename:
        return f"{name}: {error.strerror}"  # a file under way here has the end of the name it was sent with
    if isinstance(error, MAY_SPEAK):
        return f"{name}: {error}"
    constraint = getattr(getattr(error.__cause__ or error, "diag", None), "constraint_name", None)
    return f"{name} of constraint {constraint}" if constraint else name


def log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Stand in for Python's last words, which would quote the values."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    else:
        logger.critical("uncaught", exc_info=error)
