import os
from pathlib import Path

import pytest
from kombu import Connection, Exchange, Queue

from config.broker import STALE_SECONDS, remove_stale_messages

REVIEWS = Queue("reviews", Exchange("reviews"), routing_key="reviews")
REPORTS = Queue("reports", Exchange("reports"), routing_key="reports")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "broker"


def connect(folder: Path) -> Connection:
    options = {
        "data_folder_in": str(folder / "messages"),
        "data_folder_out": str(folder / "messages"),
        "processed_folder": str(folder / "taken"),
        "control_folder": str(folder / "control"),
        "polling_interval": 0.01,
    }
    return Connection("filesystem://localhost//", transport="config.broker:Transport", transport_options=options)


def send(folder: Path, queue: Queue, *bodies: object) -> None:
    with connect(folder) as connection, connection.Producer() as producer:
        for body in bodies:
            producer.publish(
                body, serializer="json", exchange=queue.exchange, routing_key=queue.routing_key, declare=[queue]
            )


def receive(folder: Path, queue: Queue) -> list[object]:
    received: list[object] = []

    def take(body: object, message) -> None:
        received.append(body)
        message.ack()

    with connect(folder) as connection, connection.Consumer([queue], callbacks=[take], accept=["json"]):
        while True:
            try:
                connection.drain_events(timeout=0.05)
            except TimeoutError:
                return received


def test_messages_arrive_in_order_and_leave_no_file(folder):
    send(folder, REVIEWS, *range(20))
    assert receive(folder, REVIEWS) == list(range(20))
    assert [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".exchange"] == []


def test_queues_do_not_mix(folder):
    send(folder, REVIEWS, "review")
    send(folder, REPORTS, "report")
    assert receive(folder, REPORTS) == ["report"]
    assert receive(folder, REVIEWS) == ["review"]


def test_message_being_written_is_not_seen(folder):
    send(folder, REVIEWS, "whole")
    (folder / "taken" / "half.draft").write_text('{"body": "ha')
    assert receive(folder, REVIEWS) == ["whole"]


def test_message_taken_by_another_worker_is_passed_over(folder, monkeypatch):
    send(folder, REVIEWS, "gone", "here")
    gone = min(os.listdir(folder / "messages"))
    listed, list_really = os.listdir(folder / "messages"), os.listdir
    (folder / "messages" / gone).unlink()
    monkeypatch.setattr(os, "listdir", lambda path: [*listed] if "messages" in str(path) else list_really(path))
    assert receive(folder, REVIEWS) == ["here"]


def test_broker_folders_are_the_owners_alone(folder):
    send(folder, REVIEWS, "one")
    assert {path.name: path.stat().st_mode & 0o077 for path in folder.iterdir()} == {
        "messages": 0,
        "taken": 0,
        "control": 0,
    }


def test_stale_messages_are_removed_and_fresh_ones_stay(folder):
    send(folder, REVIEWS, "old", "new")
    old, new = sorted((folder / "messages").iterdir())
    half = folder / "taken" / "half.draft"
    half.write_text("{")
    now = new.stat().st_mtime + 1
    for path in (old, half):
        os.utime(path, (now - STALE_SECONDS - 1,) * 2)
    assert remove_stale_messages(folder, now) == 2
    assert receive(folder, REVIEWS) == ["new"]


def test_removing_stale_messages_needs_no_broker_folder(folder):
    assert remove_stale_messages(folder, 0.0) == 0
