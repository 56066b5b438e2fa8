"""The full-text index over the tokens of passages, in the database's own way."""

from django.db import migrations

SQLITE = [
    """CREATE VIRTUAL TABLE contracts_passage_index USING fts5(
        tokens, content='contracts_passage', content_rowid='id', tokenize='ascii'
    )""",
    """CREATE TRIGGER contracts_passage_added AFTER INSERT ON contracts_passage BEGIN
        INSERT INTO contracts_passage_index(rowid, tokens) VALUES (new.id, new.tokens);
    END""",
    """CREATE TRIGGER contracts_passage_removed AFTER DELETE ON contracts_passage BEGIN
        INSERT INTO contracts_passage_index(contracts_passage_index, rowid, tokens)
        VALUES ('delete', old.id, old.tokens);
    END""",
    """CREATE TRIGGER contracts_passage_changed AFTER UPDATE OF tokens ON contracts_passage BEGIN
        INSERT INTO contracts_passage_index(contracts_passage_index, rowid, tokens)
        VALUES ('delete', old.id, old.tokens);
        INSERT INTO contracts_passage_index(rowid, tokens) VALUES (new.id, new.tokens);
    END""",
]
SQLITE_BACK = [
    "DROP TRIGGER contracts_passage_added",
    "DROP TRIGGER contracts_passage_removed",
    "DROP TRIGGER contracts_passage_changed",
    "DROP TABLE contracts_passage_index",
]
POSTGRESQL = [
    """ALTER TABLE contracts_passage ADD COLUMN vector tsvector
        GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, tokens)) STORED""",
    "CREATE INDEX contracts_passage_vector ON contracts_passage USING gin (vector)",
]
POSTGRESQL_BACK = ["ALTER TABLE contracts_passage DROP COLUMN vector"]


def make_index(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("contracts", "0006_owner_spend_passages")]
    operations = [migrations.RunPython(make_index, drop_index)]
