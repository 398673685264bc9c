"""What the layers promise each other, checked on the syntax tree of every module.

Each check is a function of a path and a source, and returns what it found as (line, words). So the checks
themselves are tested too: with planted violations they must catch, and look-alikes they must leave alone.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("wiz", "trajecten", "partners", "config")
APPS = ("wiz", "trajecten", "partners")
Found = list[tuple[int, str]]

# (check, path, words): why. An entry that nothing needs any more fails a test of its own.
ALLOWED: dict[tuple[str, str, str], str] = {
    ("writes", "config/cursors.py", "execute"): "the cursor itself, which passes on what others ask",
    ("writes", "wiz/clients/search.py", "execute"): "asks the database's own function; nothing is written",
    (
        "writes",
        "wiz/backup/database.py",
        "execute",
    ): "asks the database what it is; what is written goes by psql, see its actions",
    ("signals", "config/celery.py", "setup_logging.connect"): "how Celery lets a program write the log",
    ("clock", "wiz/terms/__init__.py", "timezone.now"): "the one place that reads the clock",
    ("clock", "wiz/flags/actions.py", "now"): "when a sweep ended is measured; nothing is decided by it",
    ("writes", "wiz/locks.py", "execute"): "takes a lock; nothing is written",
    ("writes", "wiz/trust/operations.py", "execute"): "a step of a migration",
    ("writes", "wiz/ui/sheets.py", "save"): "a workbook becomes a file in memory; no row is written",
    ("clock", "wiz/templatetags/wiz_ui.py", "timezone.localdate"): "leaves this year's number out of a date",
}


def sources() -> Iterator[tuple[str, str]]:
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:  # they write by nature, once
                yield path.relative_to(ROOT).as_posix(), path.read_text()


def dotted(node: ast.AST) -> str:
    """Return "a.b.c" for a name or a chain of attributes, "" for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        start = dotted(node.value)
        return f"{start}.{node.attr}" if start else ""
    return ""


def imported(tree: ast.AST, path: str) -> dict[str, str]:
    """Return what a module's names stand for: {"tz": "django.utils.timezone"}, imports in functions too."""
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                name = alias.name.split(".")[0]
                names[alias.asname or name] = alias.name if alias.asname else name
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                names[alias.asname or alias.name] = f"{module_of(node, path)}.{alias.name}"
    return names


def module_of(node: ast.ImportFrom, path: str) -> str:
    """Return the absolute module of a `from … import`, relative ones reckoned from the path."""
    if not node.level:
        return node.module or ""
    package = path.removesuffix(".py").split("/")[:-1]
    package = package[: len(package) - node.level + 1]
    return ".".join([*package, *([node.module] if node.module else [])])


def resolved(node: ast.AST, names: dict[str, str]) -> str:
    """Return the dotted name of an expression, its first part replaced by what it was imported as."""
    first, dot, rest = dotted(node).partition(".")
    return f"{names.get(first, first)}{dot}{rest}"


# Writes stand in actions.

ALWAYS_WRITES = {
    "save", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "delete",
    "execute", "executemany", "save_m2m", "_raw_delete",
}  # fmt: skip
ALWAYS_WRITES |= {f"a{name}" for name in ALWAYS_WRITES}
# Names that dicts and sets have too: a write when what they are called on is rows.
SOMETIMES_WRITES = {"update", "add", "remove", "clear", "set"}
SOMETIMES_WRITES |= {f"a{name}" for name in SOMETIMES_WRITES}
MAKES_ROWS = {
    "all", "filter", "exclude", "order_by", "annotate", "alias", "distinct", "select_for_update", "select_related",
    "prefetch_related", "using", "reverse", "visible_to", "open", "active", "owed", "waiting", "drafts", "delivered",
}  # fmt: skip


@cache
def relations() -> frozenset[str]:
    """The names under which our models reach many rows of another: `order.reports`, `activity.goals`."""
    return frozenset(
        name
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.get_fields(include_hidden=True)
        if field.many_to_many or field.one_to_many
        if (name := field.name if field.concrete else field.get_accessor_name())  # type: ignore[union-attr]
        if "+" not in name
    )


def is_rows(node: ast.AST, known: set[str]) -> bool:
    """Say whether an expression is a manager, a queryset or a relation to many, as far as its text shows."""
    if isinstance(node, ast.Name):
        return node.id in known
    if isinstance(node, ast.Attribute):
        return node.attr in {"objects", "_default_manager", "_base_manager"} | relations()
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr in MAKES_ROWS or is_rows(node.func.value, known)
    if isinstance(node, ast.Subscript):
        return isinstance(node.slice, ast.Slice) and is_rows(node.value, known)
    return False


def check_writes(path: str, source: str) -> Found:
    if path.endswith("/actions.py"):
        return []
    tree = ast.parse(source)
    known: set[str] = set()
    for _round in range(2):  # a name may be made from a name
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr) and node.value is not None:
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                if is_rows(node.value, known):
                    known |= {target.id for target in targets if isinstance(target, ast.Name)}
            elif isinstance(node, ast.arg) and node.annotation and "QuerySet" in ast.unparse(node.annotation):
                known.add(node.arg)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            writes_rows = node.attr in SOMETIMES_WRITES and is_rows(node.value, known)
            if writes_rows or node.attr in ALWAYS_WRITES:
                found.append((node.lineno, node.attr))
    return found


# Imports follow the arrow.


def check_arrow(path: str, source: str) -> Found:
    """partners → trajecten → wiz; settings and root urls know all; nobody knows the tests."""
    app = path.split("/")[0]
    above = {"tests", *(APPS[APPS.index(app) + 1 :] if app in APPS else ())}
    found = []
    for node in ast.walk(ast.parse(source)):
        modules: list[str] = []
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = module_of(node, path)
            modules = [base or alias.name for alias in node.names]
        elif isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in NAMES_A_MODULE:
            first = node.args[:1]
            modules = [a.value for a in first if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        found += [(node.lineno, module) for module in modules if module.split(".")[0] in above]
    return found


# Calls whose first argument is a module or a model, as text.
NAMES_A_MODULE = {
    "import_module",
    "__import__",
    "get_model",
    "ForeignKey",
    "OneToOneField",
    "ManyToManyField",
}


# The clock is read at the edge.

CLOCK = {
    "wiz.terms.now", "wiz.terms.today",
    "django.utils.timezone.now", "django.utils.timezone.localdate",
    "datetime.date.today", "datetime.datetime.today", "datetime.datetime.now", "datetime.datetime.utcnow",
    "time.time", "django.db.models.functions.Now",
}  # fmt: skip


def check_clock(path: str, source: str) -> Found:
    """Views (whatever gets a `request`), tasks and commands may ask what time it is; all else gets it."""
    if path.endswith(("/views.py", "/tasks.py")) or "/management/commands/" in path:
        return []
    if path.startswith("wiz/servers/"):  # processes and their files, no cases
        return []
    tree = ast.parse(source)
    names = imported(tree, path)
    in_views: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and any(
            arg.arg == "request" for arg in [*node.args.args, *node.args.kwonlyargs]
        ):
            in_views |= {id(inner) for inner in ast.walk(node)}
    found = []
    for node in ast.walk(tree):
        if id(node) in in_views:
            continue
        # The bare name too, not only the call: `default=timezone.now` reads the clock later on.
        if isinstance(node, ast.Name | ast.Attribute) and resolved(node, names) in CLOCK:
            found.append((node.lineno, dotted(node)))
        elif isinstance(node, ast.keyword) and node.arg in ("auto_now", "auto_now_add"):
            found.append((node.value.lineno, node.arg))
    return found


# What happens is called, not signalled.


def check_signals(path: str, source: str) -> Found:
    tree = ast.parse(source)
    names = imported(tree, path)

    def is_signal(node: ast.AST) -> bool:
        module = resolved(node, names).rpartition(".")[0]
        return module.endswith("signals") or module == "django.dispatch"

    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and resolved(node.func, names).startswith("django.dispatch."):
            found.append((node.lineno, dotted(node.func)))
        elif isinstance(node, ast.Attribute) and node.attr in ("connect", "send") and is_signal(node.value):
            found.append((node.lineno, dotted(node)))
    return found


CHECKS = {"writes": check_writes, "arrow": check_arrow, "clock": check_clock, "signals": check_signals}


@pytest.mark.parametrize("check", CHECKS)
def test_every_module_keeps_to_the_layers(check):
    found = [
        f"{path}:{line} {words}"
        for path, source in sources()
        for line, words in CHECKS[check](path, source)
        if (check, path, words) not in ALLOWED
    ]
    assert not found


def test_every_exception_is_still_needed():
    found = {
        (check, path, words)
        for path, source in sources()
        for check, function in CHECKS.items()
        for _line, words in function(path, source)
    }
    assert not set(ALLOWED) - found


def test_the_walk_sees_every_app():
    paths = [path for path, _source in sources()]
    assert {path.split("/")[0] for path in paths} == set(FOLDERS)
    assert "partners/reports/actions.py" in paths
    assert "wiz/terms/__init__.py" in paths
    assert {"reports", "versions", "goals", "children", "instruments"} <= relations()


PLANTED = {
    "writes": [
        ("partners/reports/views.py", "def f(report): report.save()"),
        ("partners/reports/views.py", "def f(report): report.save(update_fields=['due'])"),
        ("partners/reports/rules.py", "Report.objects.create(number=1)"),
        ("partners/reports/flags.py", "Report.objects.get_or_create(number=1)"),
        ("partners/reports/tasks.py", "Report.objects.update_or_create(number=1)"),
        ("partners/reports/forms.py", "class F:\n    def save(self):\n        return self.instance.save()"),
        ("wiz/flags/views.py", "Flag.objects.filter(pk=1).update(side='M')"),
        ("wiz/flags/views.py", "Flag.objects.update(side='M')"),
        ("wiz/flags/views.py", "flags = Flag.objects.open()\nflags.update(side='M')"),
        ("wiz/flags/views.py", "flags = Flag.objects.open()\nlate = flags[:3]\nlate.update(side='M')"),
        ("wiz/flags/views.py", "def f(flags: FlagQuerySet): flags.update(side='M')"),
        ("wiz/flags/models.py", "class Q:\n    def close(self):\n        self.filter(x=1).update(x=2)"),
        ("wiz/flags/views.py", "if (rows := Flag.objects.all()): rows.update(side='M')"),
        ("wiz/clients/views.py", "async def f(c): await c.asave()"),
        ("wiz/clients/views.py", "Client.objects.all().delete()"),
        ("wiz/clients/views.py", "def f(child): child.delete()"),
        ("wiz/clients/views.py", "Client.objects.bulk_create([])"),
        ("wiz/clients/views.py", "Client.objects.bulk_update([], ['x'])"),
        ("partners/orders/views.py", "def f(order): order.reports.update(due=None)"),
        ("partners/orders/views.py", "def f(activity, goal): activity.goals.add(goal)"),
        ("partners/orders/views.py", "def f(activity): activity.goals.set([])"),
        ("partners/orders/views.py", "def f(activity): activity.goals.clear()"),
        ("partners/orders/views.py", "def f(activity, goal): activity.goals.remove(goal)"),
        ("partners/orders/views.py", "def f(order): order.pauses.create(start=1)"),
        (
            "wiz/flags/views.py",
            "from django.db import connection\nconnection.cursor().execute('DELETE FROM x')",
        ),
        ("wiz/flags/views.py", "with connection.cursor() as c:\n    c.executemany('INSERT', [])"),
        ("wiz/flags/views.py", "write = Flag.objects.create\nwrite(side='M')"),
        ("wiz/management/commands/fix.py", "Flag.objects.filter(x=1).exclude(y=2).update(side='M')"),
        ("partners/transactions.py", "def f(x): x.save()"),
        ("partners/actions/helpers.py", "def f(x): x.save()"),
    ],
    "arrow": [
        ("wiz/flags/views.py", "import partners"),
        ("wiz/flags/views.py", "import partners.reports.models as models"),
        ("wiz/flags/views.py", "from partners.reports.models import Report"),
        ("wiz/flags/views.py", "from trajecten.plans import models"),
        ("wiz/flags/views.py", "def f():\n    from partners.reports.models import Report"),
        (
            "wiz/flags/views.py",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from partners import models",
        ),
        ("wiz/flags/views.py", "from ...partners.reports import models"),
        ("wiz/models.py", "from ..trajecten import models"),
        ("trajecten/plans/models.py", "from ...partners import models"),
        (
            "trajecten/plans/models.py",
            "try:\n    from partners.orders.models import Order\nexcept ImportError: pass",
        ),
        ("trajecten/plans/models.py", "import importlib\nimportlib.import_module('partners.orders.models')"),
        ("wiz/clients/models.py", "from django.apps import apps\napps.get_model('partners', 'Order')"),
        ("wiz/clients/models.py", "order = models.ForeignKey('partners.Order', models.CASCADE)"),
        ("partners/demo/fill.py", "from tests import make"),
        ("config/settings.py", "import tests.make"),
    ],
    "clock": [
        ("wiz/flags/rules.py", "from wiz.terms import today\nx = today()"),
        ("wiz/flags/rules.py", "from wiz.terms import now as moment\ndef f(): return moment()"),
        ("wiz/flags/rules.py", "from wiz import terms\nx = terms.today()"),
        ("wiz/flags/rules.py", "from ..terms import today\nx = today()"),
        ("partners/orders/models.py", "from django.utils import timezone\nx = Field(default=timezone.now)"),
        ("partners/orders/models.py", "import django.utils.timezone as tz\nx = tz.localdate()"),
        ("partners/orders/actions.py", "import datetime\nx = datetime.date.today()"),
        ("partners/orders/actions.py", "from datetime import date\nx = date.today()"),
        ("partners/orders/actions.py", "import datetime as dt\nx = dt.datetime.now(tz=None)"),
        ("partners/orders/actions.py", "def f():\n    import time\n    return time.time()"),
        ("partners/orders/models.py", "x = models.DateTimeField(auto_now_add=True)"),
        ("partners/orders/flags.py", "from django.db.models.functions import Now\nx = Now()"),
        ("partners/orders/overviews.py", "from wiz.terms import today\nx = today()"),
    ],
    "signals": [
        (
            "partners/orders/handlers.py",
            "from django.dispatch import receiver\n@receiver(s)\ndef f(**kw): pass",
        ),
        ("partners/apps.py", "from django.db.models.signals import post_save\npost_save.connect(f)"),
        ("partners/apps.py", "from django.db.models import signals\nsignals.pre_delete.connect(f)"),
        ("partners/apps.py", "import django.db.models.signals as s\ns.post_save.connect(f)"),
        (
            "wiz/apps.py",
            "def ready():\n    from django.contrib.auth.signals import user_logged_in as u\n    u.connect(f)",
        ),
        ("wiz/clients/actions.py", "from django.dispatch import Signal\nclient_added = Signal()"),
    ],
}

INNOCENT = {
    "writes": [
        ("partners/reports/actions.py", "def f(report): report.save()"),
        ("wiz/clients/views.py", "rows = {}\nrows.update(a=1)"),
        ("wiz/clients/views.py", "def f(context): context.update({'a': 1})"),
        ("wiz/clients/views.py", "seen = set()\nseen.add(1)\nseen.remove(1)\nseen.clear()"),
        ("wiz/clients/views.py", "names = {'a': set()}\nnames['a'].add(1)"),
        ("wiz/clients/views.py", "import hashlib\ndigest = hashlib.sha256()\ndigest.update(b'')"),
        ("wiz/servers/use.py", "import os\nos.environ.update(a='b')"),
        (
            "wiz/clients/views.py",
            "from django.contrib import messages\ndef f(r): messages.add_message(r, 1, 'x')",
        ),
        ("wiz/clients/views.py", "x = Client.objects.filter(pk=1).values_list('pk')"),
        ("wiz/clients/views.py", "x = Client.objects.select_for_update().get(pk=1)"),
        ("wiz/clients/forms.py", "class F:\n    def f(self): self.add_error('x', 'y')"),
        (
            "partners/orders/views.py",
            "def f(order, report): return order.reports.filter(pk=report.pk).first()",
        ),
        ("partners/orders/views.py", "from partners.orders.actions import save_plan\nsave_plan(None)"),
        ("wiz/clients/views.py", "text = 'report.save() and cursor.execute()'"),
    ],
    "arrow": [
        (
            "partners/reports/models.py",
            "from trajecten.plans.models import Goal\nfrom wiz.clients.models import Client",
        ),
        ("trajecten/plans/models.py", "from wiz.people.models import User"),
        ("trajecten/plans/models.py", "from .rules import check\nfrom ..intake import models"),
        ("partners/reports/models.py", "from . import rules"),
        ("wiz/flags/models.py", "import partnership\nfrom partners_of_others import x"),
        ("wiz/flags/models.py", "text = 'from partners.reports import models'"),
        ("wiz/flags/models.py", "client = models.ForeignKey('wiz.Client', models.CASCADE)"),
        ("config/urls.py", "from partners.reports import urls"),
        ("config/settings.py", "INSTALLED_APPS = ['wiz', 'partners']"),
    ],
    "clock": [
        ("wiz/flags/views.py", "from wiz.terms import today\nx = today()"),
        ("partners/reports/answering.py", "from wiz.terms import now\ndef page(request, pk): return now()"),
        ("wiz/tasks.py", "from wiz.terms import now\nx = now()"),
        ("wiz/management/commands/sweep.py", "from wiz.terms import now\nx = now()"),
        ("wiz/flags/rules.py", "def f(today, policy): return today"),
        ("wiz/flags/rules.py", "from wiz.terms import day_of\ndef f(at): return day_of(at)"),
        ("wiz/flags/rules.py", "def f(now): return now"),
        (
            "wiz/flags/rules.py",
            "import datetime\nx = datetime.date(2026, 1, 1)\ny = datetime.date.fromisoformat('x')",
        ),
        ("wiz/flags/rules.py", "from django.utils import timezone\nx = timezone.localtime(moment)"),
    ],
    "signals": [
        ("wiz/servers/broker.py", "import socket\nwith socket.socket() as client:\n    client.connect('x')"),
        ("wiz/servers/broker.py", "import signal\nsignal.signal(signal.SIGTERM, f)"),
        ("wiz/servers/postgres.py", "import psycopg\npsycopg.connect('x')"),
        ("wiz/mail/actions.py", "message.send()"),
        ("partners/orders/models.py", "receiver = 'bureau'\nf(receiver)"),
    ],
}


@pytest.mark.parametrize(
    ("check", "path", "source"), [(c, *row) for c, rows in PLANTED.items() for row in rows]
)
def test_a_planted_violation_is_caught(check, path, source):
    assert CHECKS[check](path, source)


@pytest.mark.parametrize(
    ("check", "path", "source"), [(c, *row) for c, rows in INNOCENT.items() for row in rows]
)
def test_an_innocent_look_alike_is_left_alone(check, path, source):
    assert not CHECKS[check](path, source)
