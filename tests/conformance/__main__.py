"""Asks llama.cpp's own server, with a model that knows nothing, about a sample contract.

Its answers have the form that was asked for and mean nothing. So every call has to be answered, every quote refused,
and the findings and the score have to be the local reader's.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / "var" / "conformance"
PYTHON = HOME / "bin" / "python"
SAMPLES = {
    "en": ("fennelgate-dunmarrow/services-agreement.md", "fennelgate-dunmarrow/service-levels.md"),
    "ja": ("aikago-cloud-ja/master.txt", "aikago-cloud-ja/personal-data-memorandum.txt"),
}
CONTEXT = 65_536
STARTING = 60
"""Seconds that the server may take to start."""


def main() -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    model = HOME / "noise.gguf"
    subprocess.run([PYTHON, Path(__file__).with_name("tiny_model.py"), model], check=True)
    with running(model) as url:
        results = [conforms(language, files, url) for language, files in SAMPLES.items()]
    is_good = all(is_sound for is_sound, _ in results) and any(refused for _, refused in results)
    print("\nconforms" if is_good else "\ndoes not conform")
    return 0 if is_good else 1


@contextmanager
def running(model: Path) -> Iterator[str]:
    """The server, on a free port, for as long as it is needed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = {"model": model, "n_ctx": CONTEXT, "host": "127.0.0.1", "port": port, "chat_format": "chatml", "seed": 1}
    words = [str(word) for name, told in options.items() for word in (f"--{name}", told)]
    with (HOME / "server.log").open("w") as log:
        server = subprocess.Popen([PYTHON, "-m", "llama_cpp.server", *words], stdout=log, stderr=log)
    try:
        url = f"http://127.0.0.1:{port}/v1"
        wait_for(f"{url}/models", server)
        yield url
    finally:
        server.terminate()
        server.wait(10)


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTING
    while time.monotonic() < until and server.poll() is None:
        try:
            urlopen(url, timeout=1).close()
            return
        except (URLError, OSError):
            time.sleep(0.2)
    raise SystemExit(f"The server did not start; see {HOME / 'server.log'}.")


def conforms(language: str, files: tuple[str, ...], url: str) -> tuple[bool, int]:
    """Whether all was answered, nothing believed and nothing changed; and how many quotes were refused."""
    from reviews.checklist import default_checklist
    from reviews.model.ask import ask_model
    from reviews.model.check import check_claims
    from reviews.model.compare import compare
    from reviews.model.memory import MemoryDoor
    from reviews.model.values import Endpoint
    from reviews.pipeline import read_papers, review_papers
    from reviews.score import score_findings

    checklist = default_checklist()
    papers, _ = read_papers([(name, (ROOT / "samples" / name).read_bytes()) for name in files])
    local = review_papers(checklist, papers)
    endpoint = Endpoint("llama.cpp", url, "noise", context=CONTEXT, at_once=1, patience=300)
    asked = ask_model(checklist, papers, local.findings, [endpoint], MemoryDoor(), "thorough")
    checked = check_claims(checklist, papers, asked.claims)
    findings = compare(local.findings, checked)
    told = {
        "calls": len(asked.calls),
        "of them in vain": sum(call.trouble is not None for call in asked.calls),
        "tokens sent, as the server counted": sum(call.usage.sent for call in asked.calls),
        "items of the checklist": len(checklist.items),
        "items claimed": len({claim.item for claim in asked.claims}),
        "items unanswered": len(asked.unanswered),
        "quotes": sum(len(claim.quotes) for claim in asked.claims),
        "of claims that something is there": sum(len(one.quotes) for one in asked.claims if one.status == "present"),
        "of them refused": len(checked.refused),
        "of them taken": checked.quotes,
        "findings that differ from the local reader's": sum(
            substance(one) != substance(other) for one, other in zip(findings, local.findings, strict=True)
        ),
        "score, local": local.scores.overall.score,
        "score, both": score_findings(findings).overall.score,
    }
    print(f"\n{language}: {', '.join(files)}")
    for label, figure in told.items():
        print(f"  {label:45} {figure}")
    is_asked = told["items claimed"] == len(checklist.items) and not asked.unanswered
    are_refused = checked.quotes == 0 and told["of them refused"] == told["of claims that something is there"]
    is_same = [*map(substance, findings)] == [*map(substance, local.findings)]
    is_sound = is_asked and are_refused and is_same and score_findings(findings) == local.scores
    return is_sound, len(checked.refused)


def substance(finding):
    """What a finding says, without how sure it is and what the other reader says."""
    return finding.item, finding.status, finding.grade, finding.values, finding.evidence, finding.rationale


if __name__ == "__main__":
    sys.exit(main())
