"""The paraphrases are complete, well-formed and alike in both languages. How they are read is measured elsewhere."""

from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tests" / "corpora" / "paraphrases"
CHECKLIST = {
    item["id"]: {value["name"]: value for value in item["values"]}
    for path in sorted((ROOT / "reviews/checklists/default").glob("*.yaml"))
    for item in yaml.safe_load(path.read_text("utf-8")).get("items", [])
}
GRADES = {"favourable", "acceptable", "risky", "critical"}
PAPERS = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.yaml"))}
ITEMS = [(language, item) for language, items in PAPERS.items() for item in items]


def test_both_languages_speak_of_the_same_items():
    assert list(PAPERS["en"]) == list(PAPERS["ja"])
    assert set(PAPERS["en"]) == set(CHECKLIST)


@pytest.mark.parametrize(("language", "item"), ITEMS)
def test_item_has_answers_and_near_misses(language, item):
    entry = PAPERS[language][item]

    assert set(entry) == {"answers", "misses"}
    assert len(entry["answers"]) == 6
    assert len(entry["misses"]) == 4
    for answer in entry["answers"]:
        assert set(answer) == {"text", "grade", "values"}
        assert answer["grade"] in GRADES
    assert len({answer["grade"] for answer in entry["answers"]}) >= 3


@pytest.mark.parametrize(("language", "item"), ITEMS)
def test_values_are_those_of_the_item(language, item):
    for answer in PAPERS[language][item]["answers"]:
        for name, value in answer["values"].items():
            assert name in CHECKLIST[item]
            assert value in CHECKLIST[item][name].get("options", [value])


@pytest.mark.parametrize("language", PAPERS)
def test_no_sentence_stands_twice(language):
    said = [
        text
        for entry in PAPERS[language].values()
        for text in [*(answer["text"] for answer in entry["answers"]), *entry["misses"]]
    ]

    assert len(said) == len(set(said))
