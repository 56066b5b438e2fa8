"""Pages over thousands of contracts, on SQLite and on PostgreSQL: milliseconds at the median, CPU time and queries."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from tests.postgresql import postgresql

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = int(os.environ.get("BENCH_CONTRACTS", "5000"))
PAGES = {
    "portfolio, table and map": "/portfolio/",
    "portfolio, sorted by spend": "/portfolio/?sort=-spend&page=3",
    "portfolio, one category of one vendor": "/portfolio/?category=data&vendor={vendor}",
    "portfolio, filtered by words": "/portfolio/?words=walrus77",
    "by vendor": "/portfolio/vendors/",
    "what changed": "/portfolio/changes/",
    "search, a frequent word": "/portfolio/search/?words=price",
    "search, a rare word": "/portfolio/search/?words=walrus77",
    "search, a phrase": "/portfolio/search/?words=“the price on 30 days”",
    "search, two characters": "/portfolio/search/?words=料金",
    "search, a Japanese sentence": "/portfolio/search/?words=利用料金を変更することができる",
    "search, by item": "/portfolio/search/?item=pricing.increase_notice",
    "comparison of four": "/portfolio/compare/?{four}",
}


def measure(files: Sequence[tuple[str, bytes]], repeat: int) -> dict[str, float]:
    """Each database in a process of its own, since one process knows only one."""
    figures: dict[str, float] = {}
    figures |= run_child("SQLite", {}, repeat)
    with postgresql() as address:
        if address:
            figures |= run_child("PostgreSQL", {"DATABASE_URL": address}, repeat)
        else:
            print("No PostgreSQL on this machine: measured on SQLite only.", flush=True)
    return figures


def run_child(name: str, environment: dict[str, str], repeat: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="clausemark-bench-") as folder:
        output = Path(folder) / "figures.json"
        settings = {"DJANGO_SETTINGS_MODULE": "tests.settings", "CLAUSEMARK_DATA": folder, "LOG_LEVEL": "ERROR"}
        settings |= {"CLAUSEMARK_TEST_WORKER": os.environ.get("PYTEST_XDIST_WORKER", "")}
        command = [sys.executable, "-m", "tests.bench.portfolio", name, str(repeat), str(output)]
        subprocess.run(command, cwd=ROOT, env=os.environ | settings | environment, check=True)
        return json.loads(output.read_text())


def server_seconds(pid: int) -> float:
    """The CPU time of the database's process for our connection; nothing where the database is in ours."""
    if not pid:
        return 0.0
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure_here(name: str, repeat: int) -> dict[str, float]:
    from urllib.parse import quote

    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext, setup_test_environment

    from contracts.models import Contract, Role
    from reviews.models import FindingRow
    from tests.bench.portfolio_data import make_portfolio
    from tests.factories import people_of

    setup_test_environment()
    call_command("migrate", verbosity=0)
    started = perf_counter()
    team = make_portfolio(CONTRACTS)
    figures = {f"{name}: rows made, s": perf_counter() - started}
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    figures[f"{name}: findings"] = FindingRow.objects.count()
    client = Client()
    client.force_login(people_of(team)[Role.MANAGER])
    some = list(Contract.objects.for_team(team).order_by("pk")[:4])
    server = 0
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            server = cursor.fetchone()[0]
    known = {"vendor": some[0].vendor_id, "four": "&".join(f"contract={one.public_id}" for one in some)}
    for page, address in PAGES.items():
        address = quote(address.format(**known), safe="/?&=%")
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)  # the first warms what is loaded once in a process
        number = len(queries)  # the next request empties the log
        if response.status_code != 200:
            raise RuntimeError(f"{page}: {response.status_code}")
        spent, worked, before = [], [], server_seconds(server)
        for _ in range(repeat):
            wall, cpu = perf_counter(), process_time()
            client.get(address)
            spent.append((perf_counter() - wall) * 1000)
            worked.append((process_time() - cpu) * 1000)
        there = (server_seconds(server) - before) * 1000 / repeat
        figures[f"{name}: {page}, ms"] = median(spent)
        figures[f"{name}: {page}, CPU ms"] = median(worked) + there
        figures[f"{name}: {page}, queries"] = number
    return figures


if __name__ == "__main__":
    import django

    django.setup()
    Path(sys.argv[3]).write_text(json.dumps(measure_here(sys.argv[1], int(sys.argv[2]))))
