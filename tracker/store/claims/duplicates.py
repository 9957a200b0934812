"""Possible duplicates among claims, people and sources, and protected names in texts, found by comparing everything.

Suggestions only; nothing is merged or changed by them. Near-duplicates are compared as folded text (rapidfuzz); two
claims with different numbers, or of which one denies, are never near-duplicates.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import ceil

from rapidfuzz import fuzz

from tracker.domain.pattern import Pattern
from tracker.store import captures, queries
from tracker.store.protected_names import name_pattern, plain
from tracker.store.reader import Reader
from tracker.store.search import fold, index_text

ALIKE = 88  # percent, the least likeness of two statements
_SPELLING = 90  # percent, the least likeness of two names
_WORD = 75  # percent, the least likeness of two spellings of a word
_OVERLAP = 0.6  # the least share of words that two statements have in common
_CROWD = 150  # claims; a word of more claims is ignored when neighbours are searched
_CAPTURES_AT_MOST = 256 * 2**20  # bytes that are hashed again without being asked to
_NUMBER = Pattern(r"\d+(?:[.,]\d+)*")
_DENIES = Pattern(r"\b(?:not|no|never|none|neither|nor|without|deny|denies|denied|false)\b|n['’]t\b|[不没無无非未否]")
# Letters that are drawn alike, after case folding (Unicode UTS #39, confusables: the Cyrillic and Greek ones of names).
_LOOKS = str.maketrans("аеорсухіѕјԁһкмтвнοανρτυκιη", "aeopcyxisjdhkmtbhoavptukin")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be one: `why` is the reason in words, `likeness` a percentage."""

    first: int
    second: int
    likeness: int
    why: str


@dataclass(frozen=True, slots=True)
class Similarities:
    """Pairs of claims, of actors and of sources; claims whose text names a protected person; sources whose preserved
    bytes are not those that were captured.
    """

    claims: tuple[Pair, ...]
    actors: tuple[Pair, ...]
    sources: tuple[Pair, ...]
    naming: frozenset[int]
    altered: frozenset[int]

    def of_claim(self, claim_id: int) -> list[Pair]:
        return [pair for pair in self.claims if claim_id in (pair.first, pair.second)]


def find_similarities(store: Reader, *, every_capture: bool = False) -> Similarities:
    """Every possible duplicate, the most similar first; protected names in texts; altered originals. Captures are hashed
    again where they are few, or with `every_capture`.
    """
    return Similarities(
        tuple(claim_pairs(store)),
        tuple(actor_pairs(store)),
        tuple(source_pairs(store)),
        frozenset(claims_naming(store)),
        frozenset(altered_sources(store, every=every_capture)),
    )


def claim_pairs(store: Reader) -> list[Pair]:
    """Claims that say nearly the same and are not related yet."""
    related = {frozenset((a, b)) for a, b, _ in queries.relations(store)}
    statements = dict(store.db.execute("SELECT id, statement FROM claim ORDER BY number").fetchall())
    pairs = [
        Pair(first, second, likeness, "the same words" if likeness == 100 else f"{likeness} % the same")
        for first, second, likeness in near_duplicates(statements)
        if frozenset((first, second)) not in related
    ]
    return sorted(pairs, key=lambda pair: (-pair.likeness, pair.first, pair.second))


def near_duplicates(statements: dict[int, str]) -> Iterator[tuple[int, int, int]]:
    """(id, id, likeness) of statements that say nearly the same, in the order given."""
    words = {key: index_text(text).replace(".", " ").replace(",", " ").split() for key, text in statements.items()}
    folded = {key: " ".join(parts) for key, parts in words.items()}
    rules = {key: (numbers(text), denies(text)) for key, text in statements.items()}
    for first, second in _neighbours({key: set(parts) for key, parts in words.items()}):
        if rules[first] != rules[second] or _other_words(words[first], words[second]):
            continue
        likeness = fuzz.ratio(folded[first], folded[second], score_cutoff=ALIKE)
        if not likeness:
            likeness = fuzz.token_sort_ratio(folded[first], folded[second], score_cutoff=ALIKE)
        if likeness:
            yield first, second, int(likeness)


def _other_words(first: list[str], second: list[str]) -> bool:
    """Whether each of two statements has a word of letters that is not similar to any word of the other one."""
    alone = [[w for w in set(a) - set(b) if len(w) > 3 and w.isascii()] for a, b in ((first, second), (second, first))]
    return all(alone) and any(all(fuzz.ratio(word, other) < _WORD for other in alone[1]) for word in alone[0])


def numbers(text: str) -> frozenset[str]:
    """The numbers of a statement, without the signs that group their digits."""
    return frozenset(re.sub(r",(?=\d{3})", "", number).rstrip(".,") for number in _NUMBER.findall(fold(text)))


def denies(text: str) -> bool:
    """Whether a statement denies something: an odd number of words of denial."""
    return len(_DENIES.findall(fold(text))) % 2 == 1


def _neighbours(words: dict[int, set[str]]) -> Iterator[tuple[int, int]]:
    """Pairs that share so many words that they are worth comparing.

    Two sets that overlap by a share of the larger must share one of the rarest words of each (prefix filtering,
    Chaudhuri, Ganti and Kaushik 2006).
    """
    frequency = Counter(word for own_words in words.values() for word in own_words)
    holders: dict[str, list[int]] = defaultdict(list)
    compared: set[tuple[int, int]] = set()
    for key, own_words in words.items():
        rare = sorted(own_words, key=lambda word: (frequency[word], word))
        for word in rare[: len(own_words) - ceil(_OVERLAP * len(own_words)) + 1]:
            if frequency[word] > _CROWD:
                continue
            for other in holders[word]:
                pair = (other, key)
                if pair not in compared:
                    compared.add(pair)
                    if len(own_words & words[other]) >= _OVERLAP * max(len(own_words), len(words[other])):
                        yield pair
            holders[word].append(key)


def actor_pairs(store: Reader) -> list[Pair]:
    """Actors that may be one: a name both have, in another script, spelling or order, or in letters drawn alike."""
    names: dict[int, list[str]] = defaultdict(list)
    for actor_id, name in [
        *store.db.execute("SELECT id, name FROM actor").fetchall(),
        *store.db.execute("SELECT actor_id, name FROM actor_name").fetchall(),
    ]:
        names[actor_id].append(name)
    keyed: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for actor_id, spellings in names.items():
        for name in spellings:
            for key in _name_keys(name):
                keyed[key].append((actor_id, name))
    pairs: dict[tuple[int, int], Pair] = {}
    for holders in keyed.values():
        if len(holders) > _CROWD:
            continue
        for (a, name), (b, other) in combinations(holders, 2):
            pair = (min(a, b), max(a, b))
            likeness, why = _same_name(name, other)
            if a != b and likeness > (pairs[pair].likeness if pair in pairs else 0):
                pairs[pair] = Pair(*pair, likeness, why)
    return sorted(pairs.values(), key=lambda pair: (-pair.likeness, pair.first, pair.second))


def _bare(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", fold(name))


def _name_keys(name: str) -> set[str]:
    """Keys that two spellings of a name share: all its letters as they look, sorted, and the beginning of each word."""
    parts = [part.translate(_LOOKS) for part in _bare(name)]
    return {"".join(sorted(parts)), *(part[: max(2, len(part) - 2)] for part in parts if len(part) > 2)}


def _same_name(name: str, other: str) -> tuple[int, str]:
    """(likeness, why) of two names; 0 where they belong to different people."""
    first, second = _bare(name), _bare(other)
    if not first or not second:
        return 0, ""
    if first == second:
        return 100, "the same name" if name == other else "the same name in another script or spelling"
    looks = [[part.translate(_LOOKS) for part in parts] for parts in (first, second)]
    if "".join(looks[0]) == "".join(looks[1]):
        mixed = any(part != look for part, look in zip(first + second, looks[0] + looks[1], strict=True))
        return 99, "letters that look alike" if mixed else "the same name in another spelling"
    if sorted(looks[0]) == sorted(looks[1]):
        return 97, "the same name in another order"
    whole, rest = " ".join(sorted(first)), " ".join(sorted(second))
    if min(len(whole), len(rest)) < 6 or numbers(name) != numbers(other):
        return 0, ""
    likeness = fuzz.ratio(whole, rest, score_cutoff=_SPELLING)
    return int(likeness), f"{int(likeness)} % the same letters"


def source_pairs(store: Reader) -> list[Pair]:
    """Sources with the same address, the same preserved bytes, or most of their words in common."""
    pairs: dict[tuple[int, int], Pair] = {}
    for why, sql in (
        ("the same preserved bytes", "SELECT sha256, source_id FROM capture"),
        ("the same text", "SELECT text, id FROM source WHERE length(text) > 200"),
        ("the same address", "SELECT rtrim(url, '/'), id FROM source WHERE url != ''"),
    ):
        holders: dict[str, list[int]] = defaultdict(list)
        for key, source_id in store.db.execute(sql):
            holders[key].append(source_id)
        for ids in holders.values():
            for pair in combinations(sorted(set(ids))[:20], 2):
                pairs.setdefault(pair, Pair(*pair, 100, why))
    for near in _near_texts(store):
        pairs.setdefault((near.first, near.second), near)
    return list(pairs.values())


def _near_texts(store: Reader) -> Iterator[Pair]:
    """Sources that share most of their words: a rewrite, a wire story, the same interview."""
    rows = store.db.execute("SELECT id, substr(text, 1, 20000) FROM source WHERE length(text) > 200 ORDER BY id")
    words = {source_id: set(index_text(text).split()) for source_id, text in rows}
    for first, second in _neighbours(words):
        shared = len(words[first] & words[second]) / max(len(words[first]), len(words[second]))
        yield Pair(first, second, round(100 * shared), f"{round(100 * shared)} % of the words are the same")


def claims_naming(store: Reader) -> set[int]:
    """Ids of claims whose free text contains the name of a protected actor."""
    patterns = [
        pattern
        for (name,) in store.db.execute(
            "SELECT name FROM actor WHERE protected = 1 UNION SELECT n.name FROM actor_name n "
            "JOIN actor a ON a.id = n.actor_id WHERE a.protected = 1"
        )
        if (pattern := name_pattern(name))
    ]
    if not patterns:
        return set()
    return {claim_id for claim_id, text in _free_texts(store) if _names(plain(text), patterns)}


def _names(text: str, patterns: Collection[re.Pattern[str]]) -> bool:
    return any(pattern.search(text) for pattern in patterns)


def _free_texts(store: Reader) -> Iterable[tuple[int, str]]:
    for sql in (
        "SELECT id, statement || ' ' || note FROM claim",
        "SELECT claim_id, quote || ' ' || described FROM attribution WHERE quote != '' OR described != ''",
        "SELECT claim_id, shows || ' ' || note FROM evidence WHERE shows != '' OR note != ''",
        "SELECT claim_id, question || ' ' || answer FROM reply",
        "SELECT claim_id, note FROM relation WHERE note != ''",
    ):
        yield from store.db.execute(sql)


def altered_sources(store: Reader, *, every: bool) -> set[int]:
    """Sources of which preserved bytes have another hash than when they were captured."""
    captured: Sequence[tuple[int, str, int]] = store.db.execute(
        "SELECT source_id, sha256, size FROM capture"
    ).fetchall()
    if not every and sum(size for _, _, size in captured) > _CAPTURES_AT_MOST:
        return set()
    sound = {sha256: captures.rehash(store.db, sha256) for sha256 in {sha256 for _, sha256, _ in captured}}
    return {source_id for source_id, sha256, size in captured if sound[sha256] != (sha256, size)}
