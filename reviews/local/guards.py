"""What must or must not stand around a match, as the checklist says of each fact and value."""

from __future__ import annotations

from collections.abc import Iterable

from reviews.checklist.values import Item, Phrases, Scope, Search
from reviews.local.matcher import Matcher
from reviews.local.phrases import AnyOf
from reviews.local.sweep import Hit
from reviews.local.tagged import Tagged


class Guards:
    """Weighs the matches in one paper. What was asked once of a sentence or clause is remembered."""

    def __init__(self, tagged: Tagged, matcher: Matcher) -> None:
        self.tagged, self.matcher = tagged, matcher
        self._asked: dict[tuple[int, str, int], bool] = {}

    def allow(self, item: Item, search: Search, hit: Hit) -> bool:
        """True where headings, nearby words and exceptions let the match stand; facts are weighed by the caller."""
        return self.is_in_place(search, hit) and not self.is_cancelled(item, search, hit)

    def is_in_place(self, search: Search, hit: Hit) -> bool:
        """True where the headings and words stand around the match that the search asks for."""
        if self._group(search.heading) and not self._in_heading(search.heading, hit.group):
            return False
        return not self._group(search.near) or self._near(search.near, hit.group)

    def is_cancelled(self, item: Item, search: Search, hit: Hit) -> bool:
        """True where an exception takes the match back, or the paper or passage is not one that counts."""
        if search.kinds and self.tagged.paper.kind not in search.kinds:
            return True
        if self._group(search.without) and self._anywhere(search.without, search.scope, hit):
            return True
        return self.is_ignored(item, hit)

    def is_ignored(self, item: Item, hit: Hit) -> bool:
        """True in passages that do not bind the ordinary customer in the item's matter."""
        ignore = item.find.ignore
        if "heading" in ignore and self._in_heading(ignore["heading"], hit.group):
            return True
        return "sentence" in ignore and self._anywhere(ignore["sentence"], "sentence", hit)

    def _group(self, phrases: Phrases) -> AnyOf | None:
        return self.matcher.group(phrases) if phrases else None

    def _ask(self, phrases: Phrases, kind: str, place: int, texts: Iterable[bytes]) -> bool:
        key = (id(phrases), kind, place)
        if key not in self._asked:
            group = self.matcher.group(phrases)
            self._asked[key] = any(group.matches(text) for text in texts)
        return self._asked[key]

    def _in_heading(self, phrases: Phrases, group: int) -> bool:
        return self._ask(phrases, "heading", group, [self.tagged.groups[group].headings])

    def _near(self, phrases: Phrases, group: int) -> bool:
        return self._ask(phrases, "near", group, [self.tagged.groups[group].headings, self.tagged.clause_texts[group]])

    def _anywhere(self, phrases: Phrases, scope: Scope, hit: Hit) -> bool:
        if scope == "clause":
            return self._ask(phrases, "clause", hit.group, [self.tagged.clause_texts[hit.group]])
        units = self.tagged.unit_of
        places = [hit.sentence, *(one for one in hit.sentences if one != hit.sentence)]
        if scope == "next":
            places += self.tagged.neighbours(hit.sentence)
        return any(self._ask(phrases, "sentence", one, [units[one].shadow]) for one in places if one in units)


class Places:
    """Where something was found in one paper, for asking whether a match stands close to it."""

    def __init__(self, tagged: Tagged, hits: Iterable[Hit]) -> None:
        self.tagged = tagged
        self.sentences: set[int] = set()
        self.groups: set[int] = set()
        for hit in hits:
            self.sentences.add(hit.sentence)
            self.groups.add(hit.group)

    def are_close(self, hit: Hit, within: Scope) -> bool:
        """Within the sentence, that and its neighbours, or the clause; a lead and its items are one sentence."""
        if within == "clause" and hit.group in self.groups:
            return True
        return not self.beside(hit.sentence, within).isdisjoint(self.sentences)

    def around(self, within: Scope) -> set[int]:
        """All sentences that are close to what was found."""
        near = set().union(*(self.beside(sentence, within) for sentence in self.sentences))
        if within == "clause":
            near.update(*(self.tagged.groups[group].sentences for group in self.groups))
        return near

    def beside(self, sentence: int, within: Scope) -> set[int]:
        near = {sentence, *self.tagged.sentences[sentence].leads, *self.tagged.items_of.get(sentence, ())}
        if within == "next":
            near.update(self.tagged.neighbours(sentence))
        return near
